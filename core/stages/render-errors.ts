import { LiquidError } from 'liquidjs';
import { PressrunError, type Problem } from '../errors.ts';
import type { TemplateFile } from '../ports.ts';
import { closest } from '../text/closest.ts';

/** What was wrong with a template, one problem a place. */
export function templateInvalid(problems: readonly Problem[], cause?: unknown): PressrunError {
  const [first] = problems;
  const place = first === undefined ? 'A template' : placeOf(first);
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const what = first === undefined ? 'cannot be used' : `${first.got}: ${first.allowed}`;
  return new PressrunError('TEMPLATE_INVALID', `${place}: ${what}${rest}`, { problems, cause });
}

function placeOf(problem: Problem): string {
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  return problem.file + line + (problem.column === undefined ? '' : `:${problem.column}`);
}

/** What a suggestion is chosen from. */
export interface KnownNames {
  fields: readonly string[];
  filters: readonly string[];
  /** Names of `theme` that are set. */
  theme: readonly string[];
}

/**
 * Liquid's error as a problem in the template's own file and line.
 *
 * @param files - the template, and every partial that was read.
 */
export function liquidProblem(
  error: unknown,
  files: readonly [TemplateFile, ...TemplateFile[]],
  known: KnownNames,
): Problem {
  const { token, cause } = liquidDetails(error);
  const file = files.find(({ source }) => source === token?.input) ?? files[0];
  const place = { file: file.path, ...lineOf(file, token) };
  const message = messageOf(cause);
  const unknown = /^undefined variable: (.*)$/.exec(message)?.[1];
  if (unknown !== undefined) {
    const field = pathAt(file, token, unknown);
    const nearest = readersField.test(field) ? null : nearestField(field, known);
    const allowed = `no field of this name${nearest === null ? mergeHint(field) : hint(nearest)}`;
    return { ...place, field, got: `unknown field ${field}`, allowed };
  }
  const filter = /^undefined filter: (.*)$/.exec(message)?.[1];
  if (filter !== undefined) {
    return {
      ...place,
      field: filter,
      got: `unknown filter ${filter}`,
      allowed: `no filter of this name${hint(closest(filter, known.filters))}`,
    };
  }
  const partial = /^ENOENT: Failed to lookup "(.*?)"/.exec(message)?.[1];
  if (partial !== undefined) {
    return { ...place, field: partial, got: `unknown partial ${partial}`, allowed: 'a file of templates/partials' };
  }
  return { ...place, field: '', got: message, allowed: 'Liquid as templates/README.md describes it' };
}

interface LiquidToken {
  /** The whole source it stands in. */
  input: string;
  begin: number;
}

/** Whether an error came out of Liquid: everything it throws while it works carries the place. */
export function isLiquidError(error: unknown): boolean {
  return LiquidError.is(error);
}

function liquidDetails(error: unknown): { token: LiquidToken | null; cause: unknown } {
  if (!LiquidError.is(error)) return { token: null, cause: error };
  const inner = 'originalError' in error ? error.originalError : null;
  const token = 'token' in error && isToken(error.token) ? error.token : null;
  if (LiquidError.is(inner)) {
    const deeper = liquidDetails(inner);
    return { token: deeper.token ?? token, cause: deeper.cause };
  }
  return { token, cause: inner ?? error };
}

function isToken(value: unknown): value is LiquidToken {
  return typeof value === 'object' && value !== null && 'begin' in value && 'input' in value;
}

function messageOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  // Liquid appends the place to its own messages; it is in the problem already.
  return message.replace(/(?:, file:[^\n]*?)?, line:\d+, col:\d+$/, '');
}

function lineOf(file: TemplateFile, token: LiquidToken | null): { line?: number; column?: number } {
  if (token === null) return {};
  const before = file.source.slice(0, token.begin).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** All of a field's path, where Liquid names only as much of it as it could not find. */
function pathAt(file: TemplateFile, token: LiquidToken | null, found: string): string {
  const written = /^[\p{L}_][\p{L}\p{N}_.-]*/u.exec(token === null ? '' : file.source.slice(token.begin))?.[0];
  return written?.startsWith(`${found}.`) === true ? written : found;
}

function hint(nearest: string | null): string {
  return nearest === null ? '' : `; did you mean ${nearest}?`;
}

/** What other programs call a reader's fields. */
const readersField = /^(?:contact|subscriber|user|person|profile|customer|params)\.(?<column>\w+)$/i;

/** Templates from elsewhere name merge fields outright, or under a name of their own for the reader. */
function mergeHint(field: string): string {
  const column = readersField.exec(field)?.groups?.['column'] ?? field;
  return /^\w+$/.test(column) ? `; ${columnHint(column)}` : '';
}

/** What stands for a merge field of another program. */
export function columnHint(column: string): string {
  const field = /^\w+$/.test(column) ? `recipient.${column}` : `recipient["${column}"]`;
  return `a column of the subscribers’ CSV is {{ ${field} | default: "…" }}`;
}

/** The nearest name beside it: a sibling where the parent is known, else a root, else any field's last name. */
function nearestField(field: string, known: KnownNames): string | null {
  const fields = [...known.fields, ...known.theme.map((name) => `theme.${name}`)];
  const segments = field.split('.');
  const last = segments.at(-1) ?? '';
  const before = segments.slice(0, -1);
  if (before.length === 0) {
    const root = closest(field, new Set(fields.map((path) => path.split('.')[0] ?? '')));
    if (root !== null) return root;
    const name = closest(field, new Set(fields.map(lastName)));
    return fields.find((path) => lastName(path) === name) ?? null;
  }
  const siblings = fields.filter((path) => path.split('.').at(-2) === before.at(-1));
  // A loop's own name is no parent in the list: then any field may be meant.
  const name = closest(last, new Set((siblings.length > 0 ? siblings : fields).map(lastName)));
  return name === null || name === last ? closest(field, fields) : [...before, name].join('.');
}

function lastName(path: string): string {
  return path.split('.').at(-1) ?? '';
}
