import path from 'node:path';
import type { CallOf, Completes, ExitCode } from '../command.ts';
import type { completeCommand } from '../commands/complete.ts';
import { type Candidate, expectedAfter } from '../completion.ts';

type CompleteCall = CallOf<typeof completeCommand>;

/** Answers a completion script. Never fails aloud: a broken config completes nothing. */
export async function completeWords(call: CompleteCall): Promise<ExitCode> {
  const { definitions, families } = await import('../commands.ts');
  const { candidates, completes } = expectedAfter({ version: '', definitions, families }, call.args.words);
  for (const { word, says } of candidates) call.terminal.raw(`${word}\t${says}\n`);
  if (completes === 'file' || completes === 'folder') call.terminal.raw(`:${completes}\n`);
  else if (completes !== null) {
    const current = call.args.words.at(-1) ?? '';
    const known = await knownWords(completes, call).catch(() => []);
    for (const { word, says } of known) if (word.startsWith(current)) call.terminal.raw(`${word}\t${says}\n`);
  }
  return 0;
}

async function knownWords(kind: Completes, call: CompleteCall): Promise<Candidate[]> {
  const config = flagValue('--config', call.args.words) ?? call.global.config;
  if (kind === 'newsletter') {
    const { loadConfig } = await import('../../adapters/local/config-file.ts');
    const { newsletters } = (await loadConfig(config, call.folder)).config;
    return newsletters.map(({ slug, title }) => ({ word: slug, says: title }));
  }
  const data = flagValue('--data', call.args.words);
  const { withLocalPorts } = await import('../local-ports.ts');
  const folder = data === null ? call.global.data : path.resolve(call.folder, data);
  const runs = await withLocalPorts(folder, (local) => local.runs.list());
  return runs.map(({ editionId, state }) => ({ word: editionId, says: state }));
}

/** A global flag's value among the words that are being completed. */
function flagValue(flag: string, words: readonly string[]): string | null {
  const joined = words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
  const at = words.indexOf(flag);
  return joined ?? (at === -1 ? null : (words[at + 1] ?? null));
}
