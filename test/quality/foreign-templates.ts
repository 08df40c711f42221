import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PressrunError, type Problem } from '../../core/errors.ts';
import type { TemplateSource } from '../../core/ports.ts';
import { tagProblems } from '../../core/stages/check-tags.ts';
import { render } from '../../core/stages/render.ts';
import { everyLayout } from '../core/stages/render-editions.ts';

/**
 * Renders every MJML template of a folder that knows nothing of Pressrun, such as a checkout of mjmlio/email-templates:
 *
 * MJML_TEMPLATES=../email-templates/templates node --import tsx test/quality/foreign-templates.ts
 *
 * A field that Pressrun does not know must be named with its file and line, Liquid's and other programs'; with what is asked for in its
 * place, the template renders.
 */
const folder = process.env['MJML_TEMPLATES'];

interface Outcome {
  file: string;
  result: 'renders' | 'renders once its merge fields are named' | 'invalid MJML' | 'fails';
  fields: string[];
  detail: string;
}

if (folder === undefined || !existsSync(folder)) {
  console.log('Skipped: MJML_TEMPLATES names no folder of .mjml files.');
} else {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjml'));
  const outcomes: Outcome[] = [];
  for (const file of files.sort()) outcomes.push(await outcomeOf(file, readFileSync(path.join(folder, file), 'utf8')));
  for (const { file, result, fields, detail } of outcomes) {
    console.log([file, result, fields.join(', '), detail].filter((part) => part !== '').join(': '));
  }
  const failed = outcomes.filter(({ result }) => result === 'fails');
  console.log(`${outcomes.length} templates, ${failed.length} failures of ours.`);
  process.exitCode = failed.length > 0 || outcomes.length === 0 ? 1 : 0;
}

async function outcomeOf(file: string, source: string): Promise<Outcome> {
  const fields: string[] = [];
  let current = source;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const problems = await problemsOf(file, current);
    if (typeof problems === 'string') return { file, result: 'fails', fields, detail: problems };
    const [problem = tagProblems([{ path: file, source: current }])[0]] = problems;
    if (problem === undefined) {
      return {
        file,
        result: fields.length === 0 ? 'renders' : 'renders once its merge fields are named',
        fields,
        detail: '',
      };
    }
    const field = problem.field.trim();
    const asked = field === '' ? current : askedFor(current, field, problem);
    if (asked === current) {
      const detail = `${problem.file}:${problem.line ?? '?'} ${problem.field} ${problem.got}`;
      return { file, result: problem.line === undefined ? 'fails' : 'invalid MJML', fields, detail };
    }
    fields.push(`${field} (line ${problem.line ?? '?'})`);
    current = asked;
  }
  return { file, result: 'fails', fields, detail: 'it asks for one field after another' };
}

/** The template with what was asked for in place of a field: in an address no field of a reader may stand. */
function askedFor(source: string, field: string, { got, allowed }: Problem): string {
  const named = field.replaceAll('.', '\\.');
  const foreign = /merge field of another program, (.+)$/.exec(got)?.[1];
  const tag = foreign === undefined ? `\\{\\{\\s*${named}\\s*\\}\\}` : foreign.replace(/[[\]|*$^{}()<>%.]/g, '\\$&');
  const wanted = /\{\{.*?\}\}/.exec(allowed)?.[0] ?? `{{ recipient.${field.split('.').at(-1)} | default: "…" }}`;
  return source.replace(new RegExp(`((?:href|src)="[^"]*)?${tag}`, 'g'), (_, address?: string) =>
    address === undefined ? wanted : `${address.slice(0, address.indexOf('"') + 1)}{{ publication.url }}`,
  );
}

/** What is wrong with a template; in words where it is a fault of ours. */
async function problemsOf(file: string, source: string): Promise<readonly Problem[] | string> {
  try {
    const { html } = await render({ ...everyLayout('brief'), template: file }, sourceOf(file, source));
    return /<html\b/.test(html) ? [] : 'no HTML came out';
  } catch (error) {
    if (error instanceof PressrunError && error.code === 'TEMPLATE_INVALID' && error.problems.length > 0)
      return error.problems;
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function sourceOf(file: string, source: string): TemplateSource {
  return {
    edition: async (_name, part) => (part === 'mjml' ? { path: file, source } : { path: 'x.txt', source: 'x' }),
    partial: async () => null,
  } as TemplateSource;
}
