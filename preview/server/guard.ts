import type { MiddlewareHandler } from 'hono';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a Host header names this machine. Another name is a page somewhere that made its own name point here (DNS
 * rebinding), and would read what the preview shows.
 */
export function isLoopback(host: string | null | undefined): boolean {
  const url = host === null || host === undefined || host === '' ? null : URL.parse(`http://${host}`);
  return url !== null && url.username === '' && url.pathname === '/' && loopbackNames.has(url.hostname);
}

/** What the page may do: run its own script, and speak to its own server. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What an edition may do, wherever it is opened: be styled and show pictures. No script runs (that is the sandbox, and again
 * the policy), no form is sent, nothing else is fetched. It keeps its origin, so that the page may read and mark it.
 */
export const editionPolicy = [
  'sandbox allow-same-origin',
  "default-src 'none'",
  "img-src 'self' https: http: data:",
  "style-src 'unsafe-inline' https:",
  'font-src https: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** Refuses other hosts and other sites' requests, and gives every answer the headers that keep it in its place. */
export function guard(): MiddlewareHandler {
  return async (c, next) => {
    if (!isLoopback(c.req.header('host'))) return c.text('The preview answers on this machine alone.', 403);
    const site = c.req.header('sec-fetch-site');
    if (site !== undefined && site === 'cross-site' && c.req.header('sec-fetch-mode') !== 'navigate') {
      return c.text('The preview answers its own page alone.', 403);
    }
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Cache-Control', 'no-store');
    if (c.res.headers.get('Content-Security-Policy') === null) c.header('Content-Security-Policy', pagePolicy);
    return undefined;
  };
}
