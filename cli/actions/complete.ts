import type { CallOf, Completes, ExitCode, GlobalOptions } from '../command.ts';
import type { completeCommand } from '../commands/complete.ts';
import { expectedAfter } from '../completion.ts';

/** Answers a completion script. Never fails aloud: a broken config completes nothing. */
export async function completeWords(call: CallOf<typeof completeCommand>): Promise<ExitCode> {
  const { definitions, families } = await import('../commands.ts');
  const { candidates, completes } = expectedAfter({ version: '', definitions, families }, call.args.words);
  for (const { word, says } of candidates) call.terminal.raw(`${word}\t${says}\n`);
  if (completes === 'file' || completes === 'folder') call.terminal.raw(`:${completes}\n`);
  else if (completes !== null) {
    const current = call.args.words.at(-1) ?? '';
    const known = await knownWords(completes, call.global).catch(() => []);
    for (const { word, says } of known) if (word.startsWith(current)) call.terminal.raw(`${word}\t${says}\n`);
  }
  return 0;
}

async function knownWords(kind: Completes, global: GlobalOptions): Promise<{ word: string; says: string }[]> {
  void kind;
  void global;
  return [];
}
