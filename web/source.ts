import type { Context } from 'hono';

/**
 * Where a request comes from, for limits alone: the address of the peer, the network of an IPv6 one; behind a proxy on this
 * machine, whom the proxy names. The bindings are those of Node's server and of API Gateway.
 */
export function sourceOf(c: Context): string {
  const environment: unknown = c.env;
  const gateway = textAt(environment, ['requestContext', 'http', 'sourceIp']);
  if (gateway !== null) return networkOf(gateway);
  const peer = textAt(environment, ['incoming', 'socket', 'remoteAddress']) ?? 'unknown';
  if (!/^(?:127\.|::1$|::ffff:127\.)/.test(peer)) return networkOf(peer);
  const named = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return /^[0-9a-f.:]{3,45}$/i.test(named) ? networkOf(named) : peer;
}

/** An IPv6 subscriber commands 64 bits of addresses. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const first = head.split(':').filter((part) => part !== '');
  const last = tail.split(':').filter((part) => part !== '');
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return [...first, ...(address.includes('::') ? zeros : []), ...last].slice(0, 4).join(':');
}

function textAt(value: unknown, path: readonly string[]): string | null {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return null;
    found = Reflect.get(found, key);
  }
  return typeof found === 'string' ? found : null;
}
