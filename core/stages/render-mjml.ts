import type { Problem } from '../errors.ts';
import type { TemplateFile } from '../ports.ts';
import { templateInvalid } from './render-errors.ts';

interface MjmlError {
  line: number;
  message: string;
  tagName: string;
}

/** The MJML rendered again so that the template's file and line are known for each place in it. */
export interface TracedMjml {
  text: string;
  locate: (line: number, tagName: string) => Pick<Problem, 'file' | 'line'>;
}

/**
 * MJML to HTML. Reads no file: `mj-include` is refused, and no web font is fetched unless the template asks for it with
 * `mj-font`.
 *
 * @param trace - called when there is an error to be placed.
 * @throws {PressrunError} `TEMPLATE_INVALID` with every error MJML finds.
 */
export async function mjmlToHtml(
  mjml: string,
  template: TemplateFile,
  trace: () => Promise<TracedMjml>,
): Promise<string> {
  try {
    return stableIds(await convert(mjml));
  } catch (error) {
    const { text, locate } = await trace();
    const found = await convert(text).then(
      () => [],
      (again: unknown) => mjmlErrors(again),
    );
    const problems = found.map(({ line, message, tagName }) => {
      return { ...locate(line, tagName), field: tagName, got: message, allowed: allowedBy(message) };
    });
    if (problems.length > 0) throw templateInvalid(problems, error);
    const got = error instanceof Error ? error.message : String(error);
    const allowed = 'a document of MJML: <mjml> with an <mj-body>';
    throw templateInvalid([{ file: template.path, field: '', got, allowed }], error);
  }
}

function allowedBy(message: string): string {
  if (message === includeRefused) return 'partials, with {% render "name" %}';
  return 'what the MJML documentation gives for this tag';
}

const includeRefused = 'mj-include is not read';

async function convert(mjml: string): Promise<string> {
  const include = /<mj-include\b/.exec(mjml.replace(/<!--[\s\S]*?-->/g, blank));
  if (include !== null) {
    const line = mjml.slice(0, include.index).split('\n').length;
    const errors: MjmlError[] = [{ line, message: includeRefused, tagName: 'mj-include' }];
    throw Object.assign(new Error(includeRefused), { errors });
  }
  // It takes half a second to load, and only this stage needs it. On loading it reads .mjmlconfig in the working folder,
  // which may register components; its options are not used.
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(mjml, { validationLevel: 'strict', fonts: {} });
  return html;
}

function mjmlErrors(error: unknown): MjmlError[] {
  if (typeof error !== 'object' || error === null || !('errors' in error) || !Array.isArray(error.errors)) return [];
  return error.errors;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** `mj-carousel` and `mj-navbar` name their parts by chance; the same edition is the same bytes. */
function stableIds(html: string): string {
  // Read from tags alone, never from text: there a "<" is always escaped.
  const random = new Set<string>();
  for (const [tag] of html.matchAll(/<(?:input|label|div)\s[^>]*>/g)) {
    for (const [, id = ''] of tag.matchAll(/(?:mj-carousel-|for="|id=")([0-9a-f]{16})\b/g)) random.add(id);
  }
  let stable = html;
  for (const [index, id] of [...random].entries()) {
    stable = stable.replaceAll(id, index.toString(16).padStart(16, '0'));
  }
  return stable;
}
