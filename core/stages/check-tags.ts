import type { Problem } from '../model/problem.ts';
import type { TemplateFile } from '../ports.ts';
import { foreignTags } from '../text/foreign-tags.ts';
import { columnHint } from './render-errors.ts';

/**
 * The merge fields of other mail programs in a template's files, by file and line. They would be sent as they stand. What stands in a
 * comment does no harm.
 */
export function tagProblems(files: readonly TemplateFile[]): Problem[] {
  return files.flatMap(({ path, source }) =>
    foreignTags(withoutComments(source)).map(({ tag, name, index }) => {
      const before = source.slice(0, index).split('\n');
      return {
        file: path,
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
        field: name ?? '',
        got: `a merge field of another program, ${tag}`,
        allowed: name === null ? 'Liquid as templates/README.md describes it' : allowedFor(name),
      };
    }),
  );
}

/** What other programs fill in that is no column of the subscribers' CSV here. */
const ownFields: readonly (readonly [name: RegExp, field: string])[] = [
  [/unsub|opt[_ -]?out/i, 'links.unsubscribe'],
  [/preferences|update_?profile/i, 'links.preferences'],
  [/permalink$|web_?version|view_?(?:online|in_?browser)|^archive$/i, 'links.view'],
  [/postal|mailing_?address/i, 'publication.postalAddress'],
];

function allowedFor(name: string): string {
  const field = ownFields.find(([known]) => known.test(name))?.[1];
  return field === undefined ? columnHint(name) : `{{ ${field} }}`;
}

/** Everything else stays where it is. */
function withoutComments(source: string): string {
  return source.replace(/<!--[\s\S]*?-->|\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}/g, (comment) =>
    comment.replace(/[^\n]/g, ' '),
  );
}
