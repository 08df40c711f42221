import type { Hono } from 'hono';
import { html } from 'hono/html';
import { leaving } from '../../core/stages/standing.ts';
import { newsletterKey } from '../../core/text/hash.ts';
import { formOf } from '../forms.ts';
import { recordLeaving } from '../leaving.ts';
import { apart, masked, type Pages } from '../page.ts';
import { type Bearer, bearerOf, type Site } from '../site.ts';

/**
 * Leaving: one click in the mail program (RFC 8058), or the button of a page. The POST of both is the same; it answers 200 without
 * redirect or cookie, however often it comes. GET and HEAD change nothing, for scanners follow every link; nor does any other body.
 */
export function unsubscribePages(app: Hono, site: Site, pages: Pages): void {
  app.get('/unsubscribe/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'unsubscribe');
    if (bearer === null) return pages.badLink(c);
    const newsletter = newsletterOf(bearer);
    const words = pages.wordsFor(c, bearer.subscriber?.locale, bearer.newsletters[0]);
    const values = { newsletter: apart(newsletter.title), address: addressOf(bearer) };
    const title = words.say('leaveTitle', values);
    const body = html`<h1>${title}</h1><p class="intro">${words.say('leaveText', values)}</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>${words.say('leaveButton')}</button></form>`;
    return pages.show(c, words, { title, body });
  });

  app.post('/unsubscribe/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'unsubscribe');
    if (bearer === null) return pages.badLink(c);
    const newsletter = newsletterOf(bearer);
    const fields = await formOf(c.req.raw);
    const words = pages.wordsFor(c, bearer.subscriber?.locale, bearer.newsletters[0]);
    if (fields?.one('List-Unsubscribe') !== 'One-Click') {
      const title = words.say('failed');
      return pages.show(c, words, { title, body: html`<h1>${title}</h1>`, status: 400 });
    }
    if (newsletter.slug !== null) await leave(bearer, newsletter.slug, site);
    const values = { newsletter: apart(newsletter.title), address: addressOf(bearer) };
    const title = words.say('left');
    const body = html`<h1>${title}</h1><p class="intro" role="status">${words.say('leaveText', values)}</p>
<p><a href="${site.base}/subscribe?newsletter=${newsletter.slug ?? ''}">${words.say('comeBack')}</a></p>`;
    return pages.show(c, words, { title, body });
  });
}

/** What the link is for: a newsletter that was given up since can be left too. */
function newsletterOf({ claims, newsletters, subscriber }: Bearer): { slug: string | null; title: string } {
  const [known] = newsletters;
  if (known !== undefined) return known;
  const slug = subscriber?.newsletters.find((each) => newsletterKey(each.slug) === claims.newsletters[0])?.slug ?? null;
  return { slug, title: slug ?? '…' };
}

async function leave(bearer: Bearer, newsletter: string, { ports }: Site): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  let hasLeft = false;
  await ports.subscribers.change(bearer.claims.subscriberId, (standing) => {
    const changed = leaving(standing, newsletter, at);
    hasLeft = changed !== null;
    return changed;
  });
  if (hasLeft) await recordLeaving(bearer, newsletter, at, ports);
}

function addressOf({ subscriber }: Bearer): string {
  return subscriber === null ? '…' : masked(subscriber.email);
}
