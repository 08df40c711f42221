import { z } from 'zod';

/** A slug: lower-case letters, digits and hyphens, at most 40 characters. */
export const slugSchema = z.string().regex(/^[a-z0-9-]{1,40}$/, 'a slug is 1 to 40 of a-z, 0-9 and "-"');

/**
 * An instant, read from ISO 8601 with an offset and kept in UTC to the millisecond (`2026-11-23T12:00:00.000Z`), so that
 * two instants compare as strings.
 */
export const instantSchema = z.iso
  .datetime({ offset: true, error: 'an instant is ISO 8601 with an offset, such as 2026-11-23T07:00:00-05:00' })
  .transform((value) => new Date(value).toISOString());

/** A calendar date, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date('a date is YYYY-MM-DD');

/** A language tag of BCP 47 (RFC 5646), in its canonical case. */
export const languageSchema = z
  .string()
  .refine(isLanguageTag, 'a language is a BCP 47 tag such as en, pt-BR or ar')
  .transform((value) => Intl.getCanonicalLocales(value)[0] ?? value);

/** An absolute `http:` or `https:` URL without credentials, serialised as the URL Standard does. */
export const httpUrlSchema = z
  .string()
  .refine(isHttpUrl, 'a URL is absolute and begins with https:// or http://')
  .transform((value) => new URL(value.trim()).href);

/** An IANA time zone, such as `America/New_York`. */
export const timeZoneSchema = z.string().refine(isTimeZone, 'a time zone is an IANA name such as Europe/London');

/** One line of plain text: trimmed, inner white space folded to single spaces, no control characters left. */
export const lineSchema = z.string().transform(foldLine);

/** A line of plain text that says something. */
export const nonEmptyLineSchema = lineSchema.pipe(z.string().min(1, 'must not be empty'));

/** White space and control characters (C0, C1, line and paragraph separators) folded to single spaces, ends trimmed. */
export function foldLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  return value.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

/** True when `value` is an absolute http or https URL that carries no user name or password. */
export function isHttpUrl(value: string): boolean {
  const url = URL.parse(value.trim());
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password;
}

function isLanguageTag(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return /^[A-Za-z]/.test(value);
  } catch {
    return false;
  }
}
