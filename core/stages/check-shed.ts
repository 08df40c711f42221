import type { RenderedEdition, Shed } from '../model/rendered-edition.ts';
import { budgetBytes } from './shed.ts';

/** What an edition lost to stay within the size budget, and why, in one sentence for people; null where it is whole. */
export function shedMessage({ shed, unshedBytes }: Pick<RenderedEdition, 'shed' | 'unshedBytes'>): string | null {
  if (shed.length === 0 || unshedBytes === null) return null;
  const parts = kinds.flatMap(([what, one, several]) => {
    const found = shed.filter((entry) => entry.what === what);
    if (found.length === 0) return [];
    return [`${found.length === 1 ? one : several.replace('#', String(found.length))} (${placesOf(found)})`];
  });
  return `The HTML would have been ${kilobytes(unshedBytes)}, over the budget of ${kilobytes(budgetBytes)}: mail readers clip at 102 KB. It was made lighter: ${parts.join('; ')}.`;
}

const kinds: readonly (readonly [Shed['what'], string, string])[] = [
  ['picture', 'one article without its picture', '# articles without their pictures'],
  ['dek', 'one without its dek', '# without their deks'],
  ['article', 'one article as a link to the web', '# articles as links to the web'],
  ['left-out', 'one article counted, not linked', '# articles counted, not linked'],
  ['body', 'one article in full linked, not shown', '# articles in full linked, not shown'],
];

/** How many in which section, in the sections' order. */
function placesOf(found: readonly Shed[]): string {
  const counts = new Map<string, number>();
  for (const { section } of found) counts.set(section, (counts.get(section) ?? 0) + 1);
  return [...counts].map(([section, count]) => `${section}: ${count}`).join(', ');
}

/** As Gmail counts: 1,024 bytes. */
function kilobytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} KB`;
}
