import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Edition } from '../../core/model/edition.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import type { Run } from '../../core/model/run.ts';
import { readEdition } from '../../core/stages/make-edition.ts';
import { plainLines, viewEdition } from '../../core/stages/view-edition.ts';
import type { ReaderWords } from '../../core/text/reader-words.ts';
import { longDate } from '../../core/time/calendar.ts';
import { type FeedEdition, jsonFeed, rssFeed } from '../feeds.ts';
import { type Html, type Pages, titleOf } from '../page.ts';
import { bearerOf, type Site } from '../site.ts';
import { choices, emailField, trap } from './sign-up.ts';

const perPage = 20;

/** An edition is its own page: its styles are its own too, and nothing else of it may load or run. */
const editionPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Past editions: for everyone, and as one reader got them. */
export function editionPages(app: Hono, site: Site, pages: Pages): void {
  const open = site.newsletters.filter(({ publicArchive }) => publicArchive);
  const openOne = (c: Context) => open.find(({ slug }) => slug === c.req.param('slug')) ?? null;

  app.get('/', async (c) => {
    const words = pages.wordsFor(c);
    const title = site.publication.name;
    const latest = new Map<string, Html>();
    for (const newsletter of open) {
      const [first] = await editionsOf(site, newsletter, 0, 1);
      if (first !== undefined)
        latest.set(
          newsletter.slug,
          html`<p class="small"><a href="${site.base}/newsletters/${first.edition.id}">${first.subject}</a></p>`,
        );
    }
    const body = html`<h1>${words.say('newsletters')}</h1>
<ul class="list">${site.newsletters.map((newsletter) => html`<li><h3>${newsletter.publicArchive ? html`<a href="${site.base}/newsletters/${newsletter.slug}">${titleOf(newsletter, site)}</a>` : titleOf(newsletter, site)}</h3>${descriptionOf(newsletter, site)}${latest.get(newsletter.slug) ?? ''}</li>`)}</ul>
<h2>${words.say('signUp')}</h2>
<form method="post" action="${site.base}/subscribe">${site.newsletters.length === 1 ? html`<input type="hidden" name="newsletter" value="${site.newsletters[0]?.slug ?? ''}">` : html`<fieldset><legend>${words.say('whichNewsletters')}</legend>${choices(site, new Set(), true)}</fieldset>`}${emailField(words, '')}${trap(words)}<button>${words.say('signUp')}</button><p class="soft small">${words.say('signUpNote')}</p></form>`;
    return pages.show(c, words, { title, body, isPublic: true });
  });

  app.get('/newsletters/:slug', async (c) => {
    const newsletter = openOne(c);
    if (newsletter === null) return c.notFound();
    const words = pages.wordsFor(c, null, newsletter);
    const page = Math.min(10_000, Math.max(0, Math.trunc(Number(c.req.query('page') ?? 0)) || 0));
    const found = await editionsOf(site, newsletter, page * perPage, perPage + 1);
    const here = `${site.base}/newsletters/${newsletter.slug}`;
    const body = html`<p class="kicker">${words.say('newsletters')}</p><h1>${titleOf(newsletter, site)}</h1>${descriptionOf(newsletter, site, 'intro')}
<form class="panel" method="post" action="${site.base}/subscribe"><input type="hidden" name="newsletter" value="${newsletter.slug}"><div class="row">${emailField(words, '')}<button>${words.say('signUp')}</button></div>${trap(words)}</form>
<h2>${words.say('pastEditions')}</h2>
${found.length === 0 ? html`<p>${words.say('noEditions')}</p>` : html`<ol class="list">${found.slice(0, perPage).map((each) => entry(each, newsletter, site, words))}</ol>`}
${page === 0 && found.length <= perPage ? '' : html`<p class="pages">${page > 0 ? html`<a href="${here}?page=${page - 1}">${words.say('newer')}</a>` : html`<span></span>`}${found.length > perPage ? html`<a href="${here}?page=${page + 1}">${words.say('older')}</a>` : ''}</p>`}
<p class="small after"><a href="${here}/feed.xml">${words.say('feed')}</a> · <a href="${here}/feed.json">JSON Feed</a></p>`;
    return pages.show(c, words, { title: newsletter.title, body, isPublic: true, feeds: newsletter });
  });

  app.get('/newsletters/:slug/feed.xml', async (c) => {
    const newsletter = openOne(c);
    if (newsletter === null) return c.notFound();
    const feed = rssFeed(site, newsletter, await feedEditions(site, newsletter));
    return c.body(feed, 200, {
      'Content-Type': 'application/rss+xml; charset=utf-8',
      'Cache-Control': 'public, max-age=300',
    });
  });

  app.get('/newsletters/:slug/feed.json', async (c) => {
    const newsletter = openOne(c);
    if (newsletter === null) return c.notFound();
    const feed = jsonFeed(site, newsletter, await feedEditions(site, newsletter));
    return c.body(JSON.stringify(feed), 200, {
      'Content-Type': 'application/feed+json; charset=utf-8',
      'Cache-Control': 'public, max-age=300',
    });
  });

  app.get('/newsletters/:slug/:date', async (c) => {
    const newsletter = openOne(c);
    const found = newsletter === null ? null : await editionOf(site, `${newsletter.slug}/${c.req.param('date')}`);
    if (found === null) return c.notFound();
    const links = {
      unsubscribe: `${site.base}/manage`,
      preferences: `${site.base}/manage`,
      view: `${site.base}/newsletters/${found.edition.id}`,
    };
    return showEdition(c, viewEdition(found.rendered, { attributes: {}, links }), true);
  });

  app.get('/view/:token', async (c) => {
    const token = c.req.param('token');
    const bearer = await bearerOf(site, token, 'view');
    const newsletter = bearer?.newsletters[0];
    if (bearer === null || newsletter === undefined) return pages.badLink(c);
    const { claims, subscriber } = bearer;
    const found = await editionOf(site, `${newsletter.slug}/${claims.edition ?? ''}`);
    if (found === null) return c.notFound();
    const { purpose: _, ...rest } = claims;
    const leave = site.ports.tokens.sign({ ...rest, purpose: 'unsubscribe' });
    const attributes = subscriber === null ? {} : { ...subscriber.attributes };
    // Whoever is sent this page can take its reader off this newsletter, as whoever is sent the message can, and nothing more.
    const links = {
      unsubscribe: subscriber === null ? `${site.base}/manage` : `${site.base}/unsubscribe/${leave}`,
      preferences: `${site.base}/manage`,
      view: `${site.base}/view/${token}`,
    };
    return showEdition(c, viewEdition(found.rendered, { attributes, links }), false);
  });
}

function showEdition(c: Context, page: string, isPublic: boolean): Response {
  return c.body(page, 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': editionPolicy,
    'Cache-Control': isPublic ? 'public, max-age=300' : 'no-store',
    ...(isPublic ? {} : { 'X-Robots-Tag': 'noindex' }),
  });
}

type Found = { edition: Edition; rendered: RenderedEdition };

/** An edition that is being sent or was; as it was frozen. */
async function editionOf({ ports }: Site, id: string): Promise<Found | null> {
  if (!/^[a-z0-9-]{1,40}\/\d{4}-\d{2}-\d{2}(?:T\d{4})?$/.test(id)) return null;
  const run = await ports.runs.get(id);
  return run === null || !isOut(run) || run.revision === null ? null : readEdition(id, run.revision, ports.archive);
}

/** Whether sending has begun: what is only being checked is nobody's to read. */
function isOut({ revision, step }: Run): boolean {
  return revision !== null && ['send', 'settle', 'report'].includes(step);
}

interface Listed extends Found {
  subject: string;
  preheader: string;
}

async function editionsOf(site: Site, newsletter: Newsletter, from: number, count: number): Promise<Listed[]> {
  const runs = (await site.ports.runs.list(newsletter.slug)).filter(isOut).sort((a, b) => (a.at < b.at ? 1 : -1));
  const listed: Listed[] = [];
  for (const { editionId, revision } of runs.slice(from, from + count)) {
    const found = await readEdition(editionId, revision ?? '', site.ports.archive);
    listed.push({ ...found, ...plainLines(found.rendered) });
  }
  return listed;
}

async function feedEditions(site: Site, newsletter: Newsletter): Promise<FeedEdition[]> {
  const found = await editionsOf(site, newsletter, 0, perPage);
  return found.map(({ edition, subject, preheader }) => {
    return { url: `${site.url}/newsletters/${edition.id}`, at: edition.at, title: subject, summary: preheader };
  });
}

function entry({ edition, subject, preheader }: Listed, newsletter: Newsletter, site: Site, words: ReaderWords): Html {
  const date = longDate(edition.at, { locale: words.language, timeZone: edition.timeZone });
  const language = newsletter.language ?? site.publication.language;
  return html`<li><time datetime="${edition.at}">${date}</time><h3 lang="${language}"><a href="${site.base}/newsletters/${edition.id}"><bdi>${subject}</bdi></a></h3>${preheader === '' ? '' : html`<p class="soft" lang="${language}"><bdi>${preheader}</bdi></p>`}</li>`;
}

function descriptionOf({ description, language }: Newsletter, { publication }: Site, name = 'soft'): Html | string {
  if (description === null) return '';
  return html`<p class="${name}" lang="${language ?? publication.language}"><bdi>${description}</bdi></p>`;
}
