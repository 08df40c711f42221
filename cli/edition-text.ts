import type { Colors } from 'picocolors/types.js';
import type { Edition } from '../core/model/edition.ts';
import type { RenderedEdition } from '../core/model/rendered-edition.ts';
import { zonedText } from './dates.ts';

/** An edition in a few lines: which, when, what its inbox line says, what is in it. */
export function editionLines(edition: Edition, rendered: RenderedEdition, { bold }: Colors): string[] {
  const articles = edition.sections.reduce((sum, section) => sum + section.articles.length, 0);
  const parts = edition.sections.map(({ title, articles: held }) => `${title} ${held.length}`).join(', ');
  return [
    `${bold(edition.newsletter.title)}, edition ${edition.id}, ${zonedText(edition.at, edition.timeZone)}`,
    `  Subject    ${withoutMarkers(rendered.subject, rendered)}`,
    `  Preheader  ${withoutMarkers(rendered.preheader, rendered)}`,
    `  Articles   ${articles}: ${parts}`,
  ];
}

/** A line of an edition as a reader without attributes would read it. */
function withoutMarkers(line: string, { fields }: RenderedEdition): string {
  return fields.reduce((text, { marker, value }) => {
    return text.replaceAll(
      marker,
      value.kind === 'attribute' ? value.default : `(${value.kind === 'link' ? value.link : value.kind} link)`,
    );
  }, line);
}
