/**
 * The absolute `http:` or `https:` URL that `value` stands for, safe in an attribute and in a style.
 *
 * Quotes, brackets and the like are percent-encoded after the host, so that the URL can close neither an attribute nor
 * a `url(…)` of CSS, and cannot hold Liquid. One with a user name or password is refused.
 *
 * @param baseUrl - what a relative URL is resolved against; without it a relative one is refused.
 * @returns null where there is no such URL.
 * @example
 * httpUrl('/a "b"', 'https://news.example.org/x/'); // 'https://news.example.org/a%20%22b%22'
 */
export function httpUrl(value: string, baseUrl?: string | null): string | null {
  const url = parse(value, baseUrl);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) {
    return null;
  }
  const origin = `${url.protocol}//${url.host}`;
  return origin + encodeUnsafe(url.href.slice(origin.length));
}

/** As `httpUrl`, and `mailto:` too: what a reader may be sent to. */
export function linkUrl(value: string, baseUrl?: string | null): string | null {
  const url = parse(value, baseUrl);
  return url?.protocol === 'mailto:' ? encodeUnsafe(url.href) : httpUrl(value, baseUrl);
}

/** The host of a URL without `www.`, as a last resort for naming where a link leads. */
export function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^www\./, '') || url;
}

function parse(value: string, baseUrl?: string | null): URL | null {
  const text = value.trim();
  return text === '' ? null : URL.parse(text, baseUrl ?? undefined);
}

function encodeUnsafe(text: string): string {
  return text.replace(
    /[\s"'`<>()[\]{}|\\^]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
