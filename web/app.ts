import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { PressrunError } from '../core/errors.ts';
import type { Config } from '../core/model/config.ts';
import { feedbackInlet } from './feedback.ts';
import { icon } from './icon.ts';
import { createPages } from './page.ts';
import { accountPages } from './pages/account.ts';
import { editionPages } from './pages/editions.ts';
import { storedPictures } from './pages/pictures.ts';
import { preferencesPages } from './pages/preferences.ts';
import { signUpPages } from './pages/sign-up.ts';
import { trackingPages } from './pages/tracking.ts';
import { unsubscribePages } from './pages/unsubscribe.ts';
import { siteOf, type WebPorts } from './site.ts';

/** No form of ours is near it; RFC 8058's body is 29 bytes. */
const longestBody = 32_768;

/**
 * The readers' pages and endpoints: sign up, confirm, unsubscribe, preferences, past editions, feeds. One app for `serve` and for the Lambda. It
 * lives under the path of `publication.webUrl` and answers on whatever host it is asked.
 *
 * No page needs script, and none is allowed any. No cookie is ever set. Whoever holds a link acts for its reader, within the link's purpose.
 *
 * @example
 * const app = createWebApp(config, ports);
 * serve({ fetch: app.fetch, port: 3000 });
 */
export function createWebApp(config: Config, ports: WebPorts): Hono {
  const site = siteOf(config, ports);
  const pages = createPages(site);
  const app = new Hono({ strict: false }).basePath(site.base === '' ? '/' : site.base);
  const isHttps = site.url.startsWith('https:');

  app.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    // A link is a key: it is told to no other site.
    c.header('Referrer-Policy', 'no-referrer');
    c.header('X-Frame-Options', 'DENY');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), interest-cohort=()');
    if (isHttps) c.header('Strict-Transport-Security', 'max-age=31536000');
  });
  // Before the limit of forms: events are longer.
  feedbackInlet(app, site);
  app.use(
    bodyLimit({
      maxSize: longestBody,
      onError: (c) => {
        const words = pages.wordsFor(c);
        const title = words.say('failed');
        return pages.show(c, words, { title, body: html`<h1>${title}</h1>`, status: 413 });
      },
    }),
  );

  signUpPages(app, site, pages);
  unsubscribePages(app, site, pages);
  preferencesPages(app, site, pages);
  accountPages(app, site, pages);
  editionPages(app, site, pages);
  storedPictures(app, site);
  trackingPages(app, site, pages);

  app.get('/icon.svg', (c) => {
    return c.body(icon(config.publication), 200, {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'public, max-age=86400',
    });
  });
  app.notFound((c) => {
    const words = pages.wordsFor(c);
    const title = words.say('notFound');
    const body = html`<h1>${title}</h1><p><a href="${site.base}/">${words.say('newsletters')}</a></p>`;
    return pages.show(c, words, { title, body, status: 404 });
  });
  app.onError((error, c) => {
    const isOutside = error instanceof PressrunError;
    ports.log({ event: 'page failed', detail: isOutside ? `${error.code}: ${error.message}` : String(error) });
    const words = pages.wordsFor(c);
    const title = words.say('failed');
    const body = html`<h1>${title}</h1><p>${words.say('failedText')}</p>`;
    return pages.show(c, words, { title, body, status: isOutside ? 503 : 500 });
  });
  return app;
}
