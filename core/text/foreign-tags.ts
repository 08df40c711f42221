/** A place that another mail program fills in, and Pressrun does not. */
export interface ForeignTag {
  /** As it is written. */
  tag: string;
  /** What it asks for; null where that is more than a name. */
  name: string | null;
  /** Where it begins in the text. */
  index: number;
}

const name = '(?<name>[\\p{L}_][\\p{L}\\p{N}_. -]{0,60}?)';

/** How other programs write their merge fields. */
const shapes: readonly RegExp[] = [
  // Mailchimp: *|FNAME|*, *|IF:FNAME|*
  new RegExp(`\\*\\|(?:${name}|[^|\\n]{1,80})\\|\\*`, 'gu'),
  new RegExp(`\\[\\[\\s*${name}\\s*\\]\\]`, 'gu'),
  new RegExp(`%%\\s*${name}\\s*%%`, 'gu'),
  new RegExp(`<<\\s*${name}\\s*>>`, 'gu'),
  new RegExp(`<%=?\\s*${name}\\s*%>`, 'gu'),
  new RegExp(`\\$\\{\\s*${name}\\s*\\}`, 'gu'),
  new RegExp(`\\{\\$\\s*${name}\\s*\\}`, 'gu'),
  // Mailgun: %recipient.name%; never the escapes of a URL
  /(?<![%\w])%recipient\.(?<name>\w{1,60})%/g,
];

/**
 * The merge fields of other programs in a template. Liquid sees nothing in them, so they would be sent as they stand.
 *
 * @example foreignTags('Dear *|FNAME|*,') // [{ tag: '*|FNAME|*', name: 'FNAME', index: 5 }]
 */
export function foreignTags(text: string): ForeignTag[] {
  return shapes
    .flatMap((shape) =>
      [...text.matchAll(shape)].map((found) => ({
        tag: found[0],
        name: found.groups?.['name'] ?? null,
        index: found.index,
      })),
    )
    .sort((a, b) => a.index - b.index);
}
