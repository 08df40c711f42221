import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PressrunError, type Problem } from '../../core/errors.ts';
import type { Fault, FaultPlace } from '../view.ts';

/** Lines shown before and after the one at fault. */
const around = 3;

/**
 * What stops an edition, as the page shows it: each place with the lines around it.
 *
 * @param sourceOf - the text of a file by the name that the error gives it; null where it cannot be had.
 */
export function faultOf(error: unknown, sourceOf: (file: string) => string | null): Fault {
  if (error instanceof PressrunError) {
    const { code, message, advice, problems } = error;
    return { code, message, advice, places: problems.map((problem) => placeOf(problem, sourceOf)) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'UNEXPECTED', message, advice: new PressrunError('UNEXPECTED', message).advice, places: [] };
}

function placeOf(problem: Problem, sourceOf: (file: string) => string | null): FaultPlace {
  const { file, field, got, allowed, line = null, column = null } = problem;
  const source = line === null ? null : sourceOf(file);
  return {
    file,
    line,
    column,
    field,
    got,
    allowed,
    lines: source === null || line === null ? [] : linesOf(source, line),
  };
}

function linesOf(source: string, line: number): FaultPlace['lines'] {
  const first = Math.max(1, line - around);
  return source
    .split('\n')
    .slice(first - 1, line + around)
    .map((text, index) => ({ number: first + index, text: text.replace(/\r$/, '').slice(0, 300) }));
}

/** The text of a file beside the config; null where there is none. */
export function textBeside(folder: string, file: string): string | null {
  try {
    return readFileSync(path.resolve(folder, file), 'utf8');
  } catch {
    return null;
  }
}
