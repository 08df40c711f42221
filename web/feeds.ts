import type { Newsletter } from '../core/model/newsletter.ts';
import type { Site } from './site.ts';

/** An edition as a feed tells it. */
export interface FeedEdition {
  /** Absolute. */
  url: string;
  /** ISO 8601 UTC. */
  at: string;
  title: string;
  summary: string;
}

/** RSS 2.0 of a newsletter's editions. */
export function rssFeed(site: Site, newsletter: Newsletter, editions: readonly FeedEdition[]): string {
  const { home, self, language, description } = channelOf(site, newsletter, 'xml');
  const items = editions.map(
    ({ url, at, title, summary }) =>
      `<item><title>${xml(title)}</title><link>${xml(url)}</link><guid isPermaLink="true">${xml(url)}</guid><pubDate>${new Date(at).toUTCString()}</pubDate><description>${xml(summary)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${xml(newsletter.title)}</title><link>${xml(home)}</link><description>${xml(description)}</description><language>${xml(language)}</language><atom:link href="${xml(self)}" rel="self" type="application/rss+xml"/>
${items.join('\n')}
</channel></rss>
`;
}

/** JSON Feed 1.1 of a newsletter's editions. */
export function jsonFeed(site: Site, newsletter: Newsletter, editions: readonly FeedEdition[]): object {
  const { home, self, language, description } = channelOf(site, newsletter, 'json');
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: newsletter.title,
    home_page_url: home,
    feed_url: self,
    description,
    language,
    items: editions.map(({ url, at, title, summary }) => ({
      id: url,
      url,
      title,
      content_text: summary === '' ? title : summary,
      date_published: at,
    })),
  };
}

function channelOf({ url, publication }: Site, { slug, description, language }: Newsletter, extension: string) {
  const home = `${url}/newsletters/${slug}`;
  return {
    home,
    self: `${home}/feed.${extension}`,
    language: language ?? publication.language,
    description: description ?? publication.name,
  };
}

function xml(text: string): string {
  // XML 1.0, 2.2: most control characters may not stand in a document in any form.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what this takes out
  const allowed = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
