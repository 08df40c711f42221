import type { MessageRecipient } from '../model/message.ts';
import type { MergeField } from '../model/rendered-edition.ts';
import { foldLine } from '../model/scalars.ts';

/** Longest value of an attribute, in characters (code points). */
const longestValue = 200;
// What folding leaves as it is: most values.
const plainValue = /^[!-~]+(?: [!-~]+)*$/;

/**
 * What one field is for one recipient, as plain text on one line: an attribute folded and cut at 200 characters, the field's
 * default where the attribute is absent or blank, a link, or a token.
 */
export function fieldValue(field: MergeField['value'], recipient: MessageRecipient): string {
  if (field.kind === 'link') return uriOf(recipient.links[field.link]);
  if (field.kind === 'tracking') return uriOf(recipient.trackingToken ?? '');
  const { attributes } = recipient;
  const given = Object.hasOwn(attributes, field.name) ? (attributes[field.name] ?? '') : '';
  if (given.length <= longestValue && plainValue.test(given)) return given;
  const value = cut(foldLine(given));
  return value === '' ? oneLine(field.default) : value.toWellFormed();
}

/** Text as HTML shows it, in element content and in quoted attribute values. */
export function escapeHtml(text: string): string {
  if (!/[&<>"']/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A URI as it may stand between angle brackets in a header: printable ASCII, everything else percent-encoded or gone. */
export function uriOf(link: string): string {
  if (/^[!#-;=?-~]*$/.test(link)) return link;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  const visible = link.replace(/[\s\u0000-\u001f\u007f-\u009f]/g, '').toWellFormed();
  return visible.replace(/[^!#-;=?-~]/gu, (character) => encodeURIComponent(character));
}

function cut(value: string): string {
  if (value.length <= longestValue) return value;
  return Array.from(value.slice(0, longestValue * 2))
    .slice(0, longestValue)
    .join('');
}

/** The template author's own default keeps its spaces; it is still one line without control characters. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  return text.replace(/[\t-\r\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed();
}
