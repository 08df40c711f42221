/** Tags between which white space shows: a space between two of them is kept as one space. */
const inlineTags = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

// Comments; elements whose text is not HTML's; tags, with `>` allowed inside quotes; all else is text.
const pieces =
  /<!--[\s\S]*?-->|<(style|script|pre|textarea|title)\b[\s\S]*?<\/\1\s*>|<[/!a-z](?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|</gi;

// Not `\s`: a no-break space is text.
const breakingSpace = /[ \t\r\n\f]*\n[ \t\r\n\f]*/g;

/**
 * Takes out white space that contains a line break and shows nowhere: between tags, inside tags and in style sheets; in
 * running text it becomes one space. `pre` and `textarea` stay, and so does every conditional comment.
 */
export function stripWhitespace(html: string): string {
  const found = html.match(pieces) ?? [];
  let out = '';
  /** Whether what stands before is inside a line of text. */
  let inline = false;
  for (const [index, piece] of found.entries()) {
    if (piece.startsWith('<!--')) {
      out += stripComment(piece);
    } else if (/^<(?:pre|textarea|script|title)\b/i.test(piece)) {
      out += piece;
      inline = false;
    } else if (/^<style\b/i.test(piece)) {
      out += stripStyle(piece);
      inline = false;
    } else if (/^<[/!a-z]/i.test(piece)) {
      out += stripTag(piece);
      inline = isInline(piece);
    } else {
      out += stripText(piece, inline, nextIsInline(found, index + 1));
      inline = true;
    }
  }
  return out;
}

/** How many of Outlook's conditional comments a document has. */
export function countConditionalComments(html: string): number {
  return html.match(/<!--\[if |<!\[endif\]-->/g)?.length ?? 0;
}

function stripText(text: string, inlineBefore: boolean, inlineAfter: boolean): string {
  if (!text.includes('\n')) return text;
  if (/^[ \t\r\n\f]*$/.test(text)) return inlineBefore && inlineAfter ? ' ' : '';
  return text
    .replace(/^[ \t\r\n\f]*\n[ \t\r\n\f]*/, inlineBefore ? ' ' : '')
    .replace(/[ \t\r\n\f]*\n[ \t\r\n\f]*$/, inlineAfter ? ' ' : '')
    .replace(breakingSpace, ' ');
}

function nextIsInline(found: readonly string[], index: number): boolean {
  const next = found[index];
  if (next === undefined) return false;
  if (next.startsWith('<!--')) return !isConditional(next) && nextIsInline(found, index + 1);
  return !/^<[/!a-z]/i.test(next) || isInline(next);
}

function isInline(tag: string): boolean {
  return inlineTags.has(/^<\/?([a-z0-9]+)/i.exec(tag)?.[1]?.toLowerCase() ?? '');
}

function isConditional(comment: string): boolean {
  return /^<!--(?:\[if |<!)/.test(comment);
}

function stripComment(comment: string): string {
  const conditional = /^(<!--\[if [^\]]*\]>)([\s\S]*?)(<!\[endif\]-->)$/.exec(comment);
  if (conditional === null) return comment;
  const [, open = '', content = '', close = ''] = conditional;
  return open + stripWhitespace(content) + close;
}

function stripStyle(element: string): string {
  return element.replace(breakingSpace, (space, offset: number) => {
    const before = element[offset - 1] ?? '';
    const after = element[offset + space.length] ?? '';
    return /[{};,>]/.test(before) || /[{}<]/.test(after) ? '' : ' ';
  });
}

function stripTag(tag: string): string {
  if (!/[\t\r\n\f]| {2}| \/?>/.test(tag)) return tag;
  return tag.replace(/"[^"]*"|'[^']*'|[ \t\r\n\f]+(\/?>)?/g, (part, close: string | undefined) => {
    if (part.startsWith('"') || part.startsWith("'")) return part;
    return close ?? ' ';
  });
}
