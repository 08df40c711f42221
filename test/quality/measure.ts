import type { Browser } from 'playwright-core';
import { deliveredBytes } from '../../core/stages/check.ts';
import { budgetBytes } from '../../core/stages/shed.ts';
import { features, lacking } from './client-data.ts';
import type { MeasuredEdition } from './editions.ts';
import { fallbacks } from './fallbacks.ts';
import { featuresUsed } from './features-used.ts';
import { inspect } from './in-browser.ts';
import { spamScore } from './spam.ts';

/** What is measured of an edition; each must be within `limits`. */
export interface Quality {
  edition: string;
  /** Of HTML, as delivered. */
  bytes: number;
  /** Findings of axe, in light and dark. */
  axe: number;
  /** Features that some mail program lacks, without a fallback that holds. */
  caniemail: number;
  /** The lowest contrast of any text, in light and dark. */
  contrast: number;
  /** SpamAssassin's score; null where it is not installed. */
  spam: number | null;
}

export const limits = { bytes: budgetBytes, axe: 0, caniemail: 0, contrast: 4.5, spam: 1 } as const;

export interface Measurement {
  quality: Quality;
  /** In words, what is outside its limit or near it. */
  remarks: string[];
}

export async function measure(made: MeasuredEdition, browser: Browser): Promise<Measurement> {
  const { html } = made.rendered;
  const { axe, contrast, faintest } = await inspect(html, browser);
  const caniemail = unsupported(html);
  const spam = spamScore(made.message);
  const quality: Quality = {
    edition: made.name,
    bytes: deliveredBytes(made.rendered),
    axe: axe.length,
    caniemail: caniemail.length,
    // Rounded down: what is shown as 4.5 is at least that.
    contrast: Math.floor(contrast * 100) / 100,
    spam: spam?.score ?? null,
  };
  const faint = contrast < limits.contrast ? [`contrast ${contrast.toFixed(2)}: ${faintest}`] : [];
  const scored = spam !== null && spam.score >= limits.spam ? [`spam: ${spam.rules.join(', ')}`] : [];
  return { quality, remarks: [...axe.map((finding) => `axe ${finding}`), ...caniemail, ...faint, ...scored] };
}

/** Each feature that a mail program lacks and that nothing stands in for. */
export function unsupported(html: string): string[] {
  return featuresUsed(html).flatMap((slug) => {
    const feature = features.get(slug);
    const without = feature === undefined ? [] : lacking(feature);
    if (without.length === 0 || fallbacks[slug]?.holds(html) === true) return [];
    return [`caniemail ${slug}: not in ${without.join(', ')}`];
  });
}

export function withinLimits({ bytes, axe, caniemail, contrast, spam }: Quality): boolean {
  return (
    bytes <= limits.bytes &&
    axe <= limits.axe &&
    caniemail <= limits.caniemail &&
    contrast >= limits.contrast &&
    (spam === null || spam < limits.spam)
  );
}
