import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an account holds, as the SES API v2 says it. A member that is null is not there. */
export interface SesAccount {
  account: object;
  identities: Record<string, object | null>;
  configurationSets: Record<string, { set: object; destinations: object[] } | null>;
}

/**
 * The reading half of the SES API v2, on loopback: GetAccount, GetEmailIdentity, GetConfigurationSet and its event destinations.
 *
 * @param throttled - how many calls are refused as too many before one is answered.
 */
export async function startSesV2(account: SesAccount, throttled = 0) {
  const calls: string[] = [];
  let refusals = throttled;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    calls.push(`${request.method} ${path}`);
    const answer = (status: number, body: object, type?: string) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...(type && { 'x-amzn-ErrorType': type }) });
      response.end(JSON.stringify(body));
    };
    if (refusals > 0) {
      refusals -= 1;
      return answer(429, { message: 'Rate exceeded' }, 'TooManyRequestsException');
    }
    if (!/^AWS4-HMAC-SHA256 .*\/ses\/aws4_request/.test(request.headers.authorization ?? '')) {
      return answer(403, { message: 'The request is not signed for ses.' }, 'AccessDeniedException');
    }
    const found = answerOf(path, account);
    return found === null
      ? answer(404, { message: `${path} does not exist.` }, 'NotFoundException')
      : answer(200, found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function answerOf(path: string, { account, identities, configurationSets }: SesAccount): object | null {
  if (path === '/v2/email/account') return account;
  const [, kind, name = '', rest = ''] =
    /^\/v2\/email\/(identities|configuration-sets)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (kind === 'identities' && rest === '') return identities[name] ?? null;
  const set = kind === 'configuration-sets' ? configurationSets[name] : undefined;
  if (set === undefined || set === null) return null;
  if (rest === '') return { ConfigurationSetName: name, ...set.set };
  return rest === '/event-destinations' ? { EventDestinations: set.destinations } : null;
}
