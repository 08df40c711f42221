import { PressrunError, type Problem } from '../core/errors.ts';
import type { ExitCode } from './command.ts';

/** Codes that mean that the command line itself was wrong. */
const usageCodes: readonly string[] = ['USAGE', 'INSTANT_INVALID', 'ADDRESS_INVALID'];

/** Anything thrown, as an error of the catalogue. */
export function asPressrunError(error: unknown): PressrunError {
  if (error instanceof PressrunError) return error;
  const refused = systemRefusal(error);
  if (refused !== null) return refused;
  const message = error instanceof Error ? error.message : String(error);
  return new PressrunError('UNEXPECTED', message === '' ? 'Something went wrong.' : message, { cause: error });
}

/** A path that the operating system does not let be used is nobody's fault in the program. */
function systemRefusal(error: unknown): PressrunError | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, syscall, path, message } = error as Partial<NodeJS.ErrnoException>;
  if (typeof path !== 'string' || typeof syscall !== 'string') return null;
  // Such as: ENOENT: no such file or directory, open '/x'
  const reason = /^[A-Z0-9]+: ([^,]+)/.exec(message ?? '')?.[1] ?? code;
  return new PressrunError('STORE_UNAVAILABLE', `${path} cannot be used: ${reason}.`, { cause: error });
}

export function exitCodeOf(error: PressrunError): ExitCode {
  return usageCodes.includes(error.code) ? 2 : 1;
}

/** What standard error carries with `--json`: one object. */
export function errorJson(error: PressrunError): string {
  const { code, message, advice, problems } = error;
  return JSON.stringify({ error: { code, message, advice, problems } }, null, 2);
}

/**
 * What happened, each problem, and what to do; with `debug` also where in the code, causes included.
 */
export function errorText(error: PressrunError, red: (text: string) => string, debug: boolean): string {
  const lines = [`${red('pressrun:')} ${error.message}`];
  if (error.problems.length > 0) lines.push('', ...error.problems.map((problem) => `  ${problemLine(problem)}`), '');
  lines.push(`${error.advice}  [${error.code}]`);
  if (debug) lines.push('', stackOf(error));
  return lines.join('\n');
}

/** A problem on one line, in the form that editors link: `file:line:column`. */
export function problemLine(problem: Problem): string {
  const place = [problem.file, problem.line, problem.line === undefined ? undefined : problem.column]
    .filter((part) => part !== undefined && part !== '')
    .join(':');
  const field = problem.field === '' ? '' : ` ${problem.field}:`;
  return `${place}${place === '' || field !== '' ? '' : ':'}${field} got ${problem.got}; allowed: ${problem.allowed}`.trim();
}

function stackOf(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\nCaused by: ${stackOf(error.cause)}` : own;
}
