import type { Context, Hono } from 'hono';
import { recordVisit, trackedLink, type Visit } from '../../core/stages/track-visit.ts';
import type { Pages } from '../page.ts';
import { type Bearer, bearerOf, type Site } from '../site.ts';

/** A transparent picture of one pixel (GIF89a). */
const pixel = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (each) =>
  each.charCodeAt(0),
);

/**
 * What counts the links and the openings of editions whose newsletter says so. A link leads where its number stands in the list that was
 * archived with the edition, and nowhere else: no address is ever taken from the request. Whatever is forged, too old or not in the list
 * is not found.
 */
export function trackingPages(app: Hono, site: Site, pages: Pages): void {
  app.get('/click/:token/:link', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'click');
    const editionId = bearer === null ? null : editionOf(bearer);
    if (bearer === null || editionId === null) return pages.badLink(c);
    const number = c.req.param('link');
    const url = await trackedLink(editionId, number, site.ports);
    if (url === null) return pages.badLink(c);
    await record(c, site, bearer, { editionId, link: { number: Number(number), url } });
    return c.body(null, 302, { Location: url, 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
  });

  app.get('/open/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'click');
    const editionId = bearer === null ? null : editionOf(bearer);
    if (bearer === null || editionId === null) return c.notFound();
    await record(c, site, bearer, { editionId, link: null });
    return c.body(pixel, 200, {
      'Content-Type': 'image/gif',
      'Cache-Control': 'no-store',
      // Mail programs on the web show it on a page of their own.
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
  });
}

function editionOf({ newsletters, claims }: Bearer): string | null {
  const [newsletter] = newsletters;
  return newsletter === undefined || claims.edition === null ? null : `${newsletter.slug}/${claims.edition}`;
}

/** Records nothing of HEAD, of somebody who is gone, and of a browser that asks not to be followed. Whatever fails, the reader goes on. */
async function record(
  c: Context,
  { ports }: Site,
  { claims, subscriber }: Bearer,
  visit: Pick<Visit, 'editionId' | 'link'>,
): Promise<void> {
  const header = (name: string) => c.req.header(name) ?? '';
  const declines = header('sec-gpc') === '1' || header('dnt') === '1';
  if (c.req.method === 'HEAD' || declines || subscriber === null) return;
  const isPrefetch = /prefetch|preview/i.test(`${header('sec-purpose')} ${header('purpose')} ${header('x-moz')}`);
  try {
    await recordVisit(
      {
        ...visit,
        subscriberId: claims.subscriberId,
        at: ports.clock.now(),
        userAgent: header('user-agent'),
        isPrefetch,
      },
      ports,
    );
  } catch (error) {
    ports.log({ event: 'feedback lost', detail: error instanceof Error ? error.message : String(error) });
  }
}
