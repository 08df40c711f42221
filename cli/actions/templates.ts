import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig } from '../../adapters/local/config-file.ts';
import { createFolderTemplates } from '../../adapters/local/folder-templates.ts';
import { PressrunError, type Problem } from '../../core/errors.ts';
import type { TemplateFile, TemplateSource } from '../../core/ports.ts';
import { checkEdition } from '../../core/stages/check.ts';
import { tagProblems } from '../../core/stages/check-tags.ts';
import { render } from '../../core/stages/render.ts';
import { closest } from '../../core/text/closest.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { templatesCheckCommand } from '../commands/templates-check.ts';
import type { templatesCopyCommand } from '../commands/templates-copy.ts';
import type { templatesListCommand } from '../commands/templates-list.ts';
import { problemLine } from '../error-text.ts';
import { sampleEdition } from '../sample-edition.ts';
import { type TemplateEntry, templateEntries } from '../template-folders.ts';

/** Lists templates and partials. One beside the config hides one of Pressrun’s of the same name. */
export async function listTemplates(call: CallOf<typeof templatesListCommand>): Promise<ExitCode> {
  const { folder } = await loadConfig(call.global.config, call.folder);
  const entries = await templateEntries(folder);
  const own = new Set(entries.filter(({ from }) => from === 'config').map(({ name }) => name));
  const listed = entries.map((entry) => ({ ...entry, hidden: entry.from === 'pressrun' && own.has(entry.name) }));
  const { bold, dim } = call.terminal.colours;
  call.terminal.result(listed, () =>
    listed.map(({ name, kind, from, hidden }) => {
      const shown = kind === 'template' ? bold(name) : name;
      return `${shown}  ${dim(`${from === 'config' ? 'yours' : 'Pressrun’s'}${hidden ? ', hidden by yours' : ''}`)}`;
    }),
  );
  return 0;
}

/** Copies a template or a partial beside the config. */
export async function copyTemplate(call: CallOf<typeof templatesCopyCommand>): Promise<ExitCode> {
  const { folder } = await loadConfig(call.global.config, call.folder);
  const entry = found(call.args.name, await templateEntries(folder));
  const name = call.options.as ?? call.args.name;
  const copies = entry.files.map((file) => ({
    file,
    copy: path.join(folder, 'templates', placeOf(entry, name, file)),
  }));
  for (const { file, copy } of copies) await copyNew(file, copy);
  const written = copies.map(({ copy }) => path.relative(call.folder, copy));
  call.terminal.result({ name, files: written }, () => written);
  return 0;
}

function found(name: string, entries: readonly TemplateEntry[]): TemplateEntry {
  const entry = entries.find((candidate) => candidate.from === 'pressrun' && candidate.name === name);
  if (entry !== undefined) return entry;
  const near = closest(name, new Set(entries.map((candidate) => candidate.name)));
  throw new PressrunError(
    'TEMPLATE_NOT_FOUND',
    `Pressrun has no template "${name}".${near === null ? '' : ` Did you mean ${near}?`}`,
  );
}

function placeOf(entry: TemplateEntry, name: string, file: string): string {
  if (!/^(?:partials\/)?[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(name)) {
    throw new PressrunError('USAGE', `"${name}" is no name of a template: use letters, digits, ".", "_" and "-".`);
  }
  if (entry.kind === 'template') return path.join('editions', `${name}${path.extname(file)}`);
  return name.startsWith('partials/') ? name : path.join('partials', name);
}

async function copyNew(file: string, copy: string): Promise<void> {
  try {
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(file, copy, constants.COPYFILE_EXCL);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new PressrunError('FILE_EXISTS', `Nothing was copied: ${copy} is there already.`);
    }
    throw new PressrunError('STORE_UNAVAILABLE', `Nothing was copied: ${copy} cannot be written.`, { cause });
  }
}

/** Renders templates with an edition that uses everything, and checks what comes out. */
export async function checkTemplates(call: CallOf<typeof templatesCheckCommand>): Promise<ExitCode> {
  const { folder } = await loadConfig(call.global.config, call.folder);
  const entries = (await templateEntries(folder)).filter(({ kind }) => kind === 'template');
  const known = [...new Set(entries.map(({ name }) => name))];
  const names = call.args.name === null ? known : [knownName(call.args.name, known)];
  const checked: { name: string; problems: readonly Problem[] }[] = [];
  for (const name of names) checked.push({ name, problems: await problemsOf(name, folder) });
  const { green, red } = call.terminal.colours;
  call.terminal.result(checked, () =>
    checked.flatMap(({ name, problems }) => [
      `${name}: ${problems.length === 0 ? green('good') : red('not good')}`,
      ...problems.map((problem) => `  ${problemLine(problem)}`),
    ]),
  );
  return checked.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

/** A template may also be the path of a file beside the config. */
function knownName(name: string, known: readonly string[]): string {
  if (known.includes(name) || name.endsWith('.mjml')) return name;
  const near = closest(name, known);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw new PressrunError('TEMPLATE_NOT_FOUND', `There is no template "${name}".${hint}`);
}

async function problemsOf(name: string, folder: string): Promise<readonly Problem[]> {
  const read: TemplateFile[] = [];
  const found = await renderProblems(name, recorded(createFolderTemplates(folder), read));
  return [...tagProblems(read), ...found];
}

/** Templates that tell which files were read. */
function recorded(templates: TemplateSource, read: TemplateFile[]): TemplateSource {
  const keep = (file: TemplateFile | null) => {
    if (file !== null && !read.some(({ path: known }) => known === file.path)) read.push(file);
    return file;
  };
  return {
    edition: async (name, part) => keep(await templates.edition(name, part)),
    partial: async (name) => keep(await templates.partial(name)),
  };
}

async function renderProblems(name: string, templates: TemplateSource): Promise<readonly Problem[]> {
  const edition = sampleEdition(name);
  try {
    const rendered = await render(edition, templates);
    const publication = { ...edition.publication, language: edition.language };
    // The sample’s weight says nothing: it holds every block several times over.
    const errors = checkEdition(edition, rendered, publication).filter(
      // Tags that are left over are named by file and line.
      ({ severity, rule }) => severity === 'error' && rule !== 'weight' && rule !== 'template-tag',
    );
    return errors.map(({ rule, message }) => ({
      file: name,
      field: rule,
      got: message,
      allowed: 'an edition that may be sent',
    }));
  } catch (error) {
    if (error instanceof PressrunError && error.code === 'TEMPLATE_INVALID') return error.problems;
    throw error;
  }
}
