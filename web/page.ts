import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Newsletter } from '../core/model/newsletter.ts';
import { sha256Base64 } from '../core/text/hash.ts';
import { acceptedLanguages, type ReaderWords, readerWords } from '../core/text/reader-words.ts';
import { directionOf } from '../core/text/script.ts';
import type { Site } from './site.ts';
import { styleSheet } from './style.ts';

/** Markup whose values were escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PageContent {
  title: string;
  body: Html;
  status?: 200 | 400 | 404 | 413 | 429 | 500 | 503;
  /** A page that anyone may see and keep; others are one reader's alone. */
  isPublic?: boolean;
  /** Feeds of the newsletter that the page is of. */
  feeds?: Newsletter;
}

/** Makes the pages of a site. */
export interface Pages {
  show(c: Context, words: ReaderWords, content: PageContent): Promise<Response>;
  /** The words of a request: the reader's language if there is one, then the browser's, the newsletter's, the publication's. */
  wordsFor(c: Context, locale?: string | null, newsletter?: Newsletter): ReaderWords;
  badLink(c: Context): Promise<Response>;
}

export function createPages(site: Site): Pages {
  const { publication } = site;
  const css = styleSheet(publication.look ?? {});
  const pictures = publication.look?.logo === undefined ? '' : ` ${new URL(publication.look.logo).origin}`;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256Base64(css)}'`,
    `img-src 'self'${pictures}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  const pages: Pages = {
    async show(c, words, { title, body, status = 200, isPublic = false, feeds }) {
      const plainTitle = title.replace(/[\u2068\u2069]/g, '');
      const markup = html`<!doctype html>
<html lang="${words.language}" dir="${directionOf(words.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${plainTitle === publication.name ? plainTitle : `${plainTitle} · ${publication.name}`}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${site.base}/icon.svg">
${isPublic ? '' : html`<meta name="robots" content="noindex">`}
${feeds === undefined ? '' : feedLinks(site, feeds)}
<style>${raw(css)}</style>
</head>
<body>
<div class="sheet">
<header class="masthead"><p><a href="${site.base}/">${masthead(site)}</a></p><hr></header>
<main id="main">${body}</main>
<footer>
<nav><a href="${site.base}/">${words.say('newsletters')}</a><a href="${site.base}/manage">${words.say('manage')}</a></nav>
<p lang="${publication.language}"><bdi>${publication.name}</bdi></p>
<p lang="${publication.language}"><bdi>${publication.postalAddress}</bdi></p>
</footer>
</div>
</body>
</html>`;
      return c.body(String(await markup), status, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Language': words.language,
        'Content-Security-Policy': policy,
        'Cache-Control': isPublic ? 'public, max-age=300' : 'no-store',
        Vary: 'Accept-Language',
      });
    },
    wordsFor(c, locale = null, newsletter) {
      const accepted = acceptedLanguages(c.req.header('accept-language') ?? '');
      return readerWords([locale, ...accepted, newsletter?.language ?? null, publication.language]);
    },
    badLink(c) {
      const words = pages.wordsFor(c);
      const title = words.say('badLink');
      const body = html`<h1>${title}</h1><p>${words.say('badLinkText')}</p><p><a href="${site.base}/manage">${words.say('manage')}</a></p>`;
      return pages.show(c, words, { title, body, status: 404 });
    },
  };
  return pages;
}

function masthead({ publication }: Site): Html | string {
  const { look, name } = publication;
  return look?.logo === undefined ? html`<bdi>${name}</bdi>` : html`<img src="${look.logo}" alt="${name}">`;
}

function feedLinks({ url }: Site, { slug, title }: Newsletter): Html {
  const feed = `${url}/newsletters/${slug}/feed`;
  return html`<link rel="alternate" type="application/rss+xml" title="${title}" href="${feed}.xml">
<link rel="alternate" type="application/feed+json" title="${title}" href="${feed}.json">`;
}

/** A value inside a sentence, kept apart from the sentence's direction (Unicode Standard Annex 9, isolates). */
export function apart(value: string): string {
  return `\u2068${value}\u2069`;
}

/** An address as its owner knows it again, and nobody else learns it. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  // A word joiner: no line ends within it.
  return apart(`${email.slice(0, 1)}…\u2060${email.slice(at)}`);
}

/** A newsletter's title in its own language. */
export function titleOf(newsletter: Newsletter, site: Site): Html {
  const language = newsletter.language ?? site.publication.language;
  return html`<bdi lang="${language}">${newsletter.title}</bdi>`;
}

/** Something the page says first. */
export function told(text: string): Html {
  return html`<div class="told" role="status"><p>${text}</p></div>`;
}
