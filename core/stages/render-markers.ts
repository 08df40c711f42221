import type { Problem } from '../errors.ts';
import type { MergeField } from '../model/rendered-edition.ts';
import type { TemplateFile } from '../ports.ts';
import { mergeName } from './render-merge.ts';

/**
 * Where merge fields stand that they must not: `compose` escapes their values for text and for quoted attributes, and
 * nowhere else is that enough.
 *
 * @param files - every template that was used, to name the line.
 */
export function misplacedFields(
  html: string,
  fields: readonly MergeField[],
  files: readonly TemplateFile[],
): Problem[] {
  if (fields.length === 0) return [];
  const problems: Problem[] = [];
  for (const { place, text } of placesOf(html)) {
    for (const { marker, value } of fields) {
      if (!text.includes(marker)) continue;
      const name = mergeName(value);
      const allowed = isUrlAttribute(place) ? urlRule : 'text, or the value of a quoted attribute';
      if (isUrlAttribute(place) && value.kind === 'link' && text.trim() === marker) continue;
      problems.push({ ...lineOf(name, files), field: name, got: `${name} in ${place}`, allowed });
    }
  }
  return problems;
}

const urlRule = 'an address is a link of `links` and nothing else';

// What a value may not be written into, whatever it is escaped for.
const unsafeAttribute = /^(?:on.*|style|srcdoc)$/i;
const urlAttribute = /^(?:href|src|srcset|action|formaction|background|poster|cite|data|longdesc|xlink:href)$/i;

function isUrlAttribute(place: string): boolean {
  return urlAttribute.test(place);
}

interface Place {
  place: string;
  text: string;
}

/** The pieces of a document that are neither text nor the values of harmless attributes. */
function* placesOf(html: string): Generator<Place> {
  for (const [piece, raw] of html.matchAll(
    /<!--[\s\S]*?-->|<(style|script)\b[\s\S]*?<\/\1\s*>|<[/!a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi,
  )) {
    const conditional = /^<!--\[if [^\]]*\]>([\s\S]*)<!\[endif\]-->$/.exec(piece)?.[1];
    if (conditional !== undefined) yield* placesOf(conditional);
    else if (piece.startsWith('<!--')) yield { place: 'a comment', text: piece };
    else if (raw !== undefined) yield { place: `<${raw.toLowerCase()}>`, text: piece };
    else yield* placesOfTag(piece);
  }
}

function* placesOfTag(tag: string): Generator<Place> {
  const outside = tag.replace(/([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*')/g, '');
  yield { place: 'a tag', text: outside };
  for (const [, name = '', value = ''] of tag.matchAll(/([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (unsafeAttribute.test(name) || urlAttribute.test(name))
      yield { place: name.toLowerCase(), text: value.slice(1, -1) };
  }
}

function lineOf(name: string, files: readonly TemplateFile[]): Pick<Problem, 'file' | 'line'> {
  for (const { path, source } of files) {
    const at = source.indexOf(name);
    if (at !== -1) return { file: path, line: source.slice(0, at).split('\n').length };
  }
  return { file: files[0]?.path ?? '' };
}
