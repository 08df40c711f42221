import { PressrunError } from '../core/errors.ts';
import type { Call } from './command.ts';

/**
 * Whether a person agrees, by `--yes` or when asked.
 *
 * @param otherwise - what is said where they do not.
 * @throws {PressrunError} `USAGE` where nobody can be asked.
 */
export async function agreed(
  { options, terminal }: Pick<Call, 'terminal'> & { options: { yes: boolean } },
  question: string,
  otherwise = 'Nothing was changed.',
): Promise<boolean> {
  if (options.yes) return true;
  if (!terminal.interactive) {
    throw new PressrunError('USAGE', `${question} There is no terminal to ask on: add --yes.`);
  }
  if (await terminal.confirm(question)) return true;
  terminal.note(otherwise);
  return false;
}
