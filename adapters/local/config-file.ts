import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isNativeError } from 'node:util/types';
import { createJiti } from 'jiti';
import { PressrunError, type Problem } from '../../core/errors.ts';
import { type Config, configSchema } from '../../core/model/config.ts';
import { defineConfig } from '../../core/model/define-config.ts';
import { closest } from '../../core/text/closest.ts';
import { jsonFault } from '../../core/text/json-fault.ts';
import { problemsOf } from '../../core/text/problems.ts';
import { cronProblems } from '../../core/time/cron.ts';
import { keysAt } from './config-schema.ts';

/** The names looked for where no file is named, the first that exists being taken. */
export const configFileNames = ['pressrun.config.ts', 'pressrun.config.json'] as const;

/** A config that was read, and where it was. */
export interface LoadedConfig {
  config: Config;
  /** Absolute. */
  file: string;
  /** The folder of the file: templates named by a path are looked for from there. */
  folder: string;
}

/**
 * Reads and checks the config: TypeScript (or JavaScript) with a default export, or JSON. It is read afresh at every call, the
 * files it imports included.
 *
 * @param file - null: `pressrun.config.ts`, else `pressrun.config.json`, in `folder`.
 * @throws {PressrunError} `CONFIG_NOT_FOUND`; `CONFIG_INVALID` with a problem for each field that is not as it must be.
 */
export async function loadConfig(file: string | null, folder: string): Promise<LoadedConfig> {
  const found = findConfig(file, folder);
  const name = path.relative(folder, found) || found;
  const input = found.endsWith('.json') ? readJson(found, name) : await readModule(found, name);
  return { config: parseConfig(input, name), file: found, folder: path.dirname(found) };
}

/**
 * Checks a config.
 *
 * @param name - the file as a problem names it.
 * @throws {PressrunError} `CONFIG_INVALID`.
 */
export function parseConfig(input: unknown, name: string): Config {
  const parsed = configSchema.safeParse(input);
  const problems = parsed.success ? [] : problemsOf(name, parsed.error, input, (at, key) => closest(key, keysAt(at)));
  problems.push(...cronProblemsOf(input, name));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new PressrunError('CONFIG_INVALID', `The config ${name} has ${count(problems.length)}.`, { problems });
}

/** What is wrong with the crons, which the schema takes as text. */
function cronProblemsOf(input: unknown, file: string): Problem[] {
  const newsletters: unknown = Object(input).newsletters;
  if (!Array.isArray(newsletters)) return [];
  return newsletters.flatMap((newsletter: unknown, index) => {
    const cron: unknown = Object(newsletter).cron;
    if (typeof cron !== 'string') return [];
    return cronProblems(cron).map(({ field, got, allowed }) => {
      const at = `newsletters[${index}].cron`;
      return { file, field: field === '' ? at : `${at} (${field})`, got: JSON.stringify(got), allowed };
    });
  });
}

function findConfig(file: string | null, folder: string): string {
  const names = file === null ? configFileNames : [file];
  const found = names.map((name) => path.resolve(folder, name)).find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new PressrunError('CONFIG_NOT_FOUND', `There is no ${names.join(' and no ')} in ${folder}.`);
}

function readJson(file: string, name: string): unknown {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = jsonFault(text);
    if (fault === null) throw unreadable(name, cause);
    const problem: Problem = { file: name, field: '', ...fault, allowed: `JSON: ${fault.allowed}` };
    throw new PressrunError('CONFIG_INVALID', `The config ${name} is no JSON.`, { cause, problems: [problem] });
  }
}

async function readModule(file: string, name: string): Promise<unknown> {
  // No cache of any kind: the preview reads the config again after each change. `pressrun` resolves to this program
  // even where no package of that name is installed beside the config.
  const jiti = createJiti(pathToFileURL(file).href, {
    fsCache: false,
    moduleCache: false,
    tryNative: false,
    virtualModules: { pressrun: { defineConfig } },
  });
  let loaded: unknown;
  try {
    loaded = await jiti.import(file);
  } catch (cause) {
    throw unreadable(name, cause);
  }
  if (typeof loaded === 'object' && loaded !== null && 'default' in loaded) return loaded.default;
  const problem: Problem = {
    file: name,
    field: '',
    got: 'no default export',
    allowed: 'export default defineConfig({ … })',
  };
  throw new PressrunError('CONFIG_INVALID', `The config ${name} exports nothing by default.`, { problems: [problem] });
}

function unreadable(name: string, cause: unknown): PressrunError {
  const got = isNativeError(cause) ? (cause.message.split('\n')[0] ?? '') : String(cause);
  const problem: Problem = { file: name, field: '', got, allowed: 'a file that can be read' };
  return new PressrunError('CONFIG_INVALID', `The config ${name} cannot be read.`, { cause, problems: [problem] });
}

function count(problems: number): string {
  return problems === 1 ? 'a problem' : `${problems} problems`;
}
