import type { Hono } from 'hono';
import { html } from 'hono/html';
import { forget } from '../../core/stages/forget.ts';
import { addressHash } from '../../core/text/hash.ts';
import { formOf } from '../forms.ts';
import { masked, type Pages } from '../page.ts';
import { bearerOf, type Site } from '../site.ts';

/** A reader's data: to take away, or to have deleted. Reached only by a link of the last day that went to their own inbox. */
export function accountPages(app: Hono, site: Site, pages: Pages): void {
  app.get('/account/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'account');
    if (bearer?.subscriber == null) return pages.badLink(c);
    const words = pages.wordsFor(c, bearer.subscriber.locale, bearer.newsletters[0]);
    const title = words.say('yourData');
    const body = html`<h1>${title}</h1><p class="intro">${words.say('preferencesFor', { address: masked(bearer.subscriber.email) })}</p>
<form method="post"><input type="hidden" name="action" value="download"><button>${words.say('download')}</button></form>
<h2>${words.say('forget')}</h2><p>${words.say('forgetText')}</p>
<form method="post"><input type="hidden" name="action" value="forget"><button class="second">${words.say('forget')}</button></form>`;
    return pages.show(c, words, { title, body });
  });

  app.post('/account/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'account');
    const fields = await formOf(c.req.raw);
    if (bearer?.subscriber == null || fields === null) return pages.badLink(c);
    const { subscriber } = bearer;
    const words = pages.wordsFor(c, subscriber.locale, bearer.newsletters[0]);
    switch (fields.one('action')) {
      case 'download':
        return c.body(`${JSON.stringify(await dataOf(site, subscriber.id), null, 2)}\n`, 200, {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Disposition': 'attachment; filename="my-data.json"',
          'Cache-Control': 'no-store',
        });
      case 'forget': {
        await forget(subscriber.id, site.ports);
        const title = words.say('forgotten');
        const body = html`<h1>${title}</h1><p class="intro" role="status">${words.say('forgottenText')}</p>`;
        return pages.show(c, words, { title, body });
      }
      default:
        return pages.badLink(c);
    }
  });
}

/** Everything that is held of a person under their id. */
async function dataOf({ ports }: Site, id: string): Promise<object> {
  const [subscriber, feedback] = await Promise.all([ports.subscribers.byId(id), ports.feedback.ofSubscriber(id)]);
  const hash = addressHash(subscriber?.email ?? '');
  const bar = (await ports.subscribers.suppressionsOf([hash])).get(hash) ?? null;
  return {
    subscriber,
    suppression: bar,
    messages: feedback.map(({ kind, editionId, at, detail, isMachine, url }) => {
      const followed = kind === 'click' || kind === 'open' ? { isMachine, url } : {};
      return { kind, editionId, at, detail, ...followed };
    }),
  };
}
