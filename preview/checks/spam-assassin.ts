import { spawn } from 'node:child_process';
import type { Finding } from '../../core/stages/check.ts';
import type { Skipped } from './axe.ts';

const patience = 30_000;
/** Rules that say nothing of an edition: they are of a message that was never sent through anything. */
const unsent =
  /^(?:NO_RECEIVED|NO_RELAYS|ALL_TRUSTED|BAYES_|TVD_RCVD|RCVD_|SPF_|DKIM_|URIBL_BLOCKED|DMARC_|T_SCC_BODY_TEXT_LINE)/;

/**
 * What SpamAssassin, where it is installed, says of a message; without the network.
 *
 * @param signal - ends it early.
 */
export async function checkWithSpamAssassin(
  message: Uint8Array,
  signal: AbortSignal | null = null,
): Promise<{ findings: Finding[]; skipped: Skipped[] }> {
  const answer = await run(message, signal);
  if ('why' in answer) return { findings: [], skipped: [{ check: 'spam words', why: answer.why }] };
  const status =
    /^X-Spam-Status:\s*\w+,\s*score=(-?[\d.]+)\s+required=([\d.]+)\s+tests=([\s\S]*?)(?=\n\S|\n\n|autolearn)/m.exec(
      answer.text,
    );
  if (status === null) return { findings: [], skipped: [{ check: 'spam words', why: 'SpamAssassin gave no score' }] };
  const [, score = '0', required = '5', tests = ''] = status;
  const rules = tests.split(/[\s,]+/).filter((rule) => /^[A-Z]/.test(rule) && !unsent.test(rule));
  const because = rules.length === 0 ? '' : `, for ${rules.join(', ')}`;
  const finding: Finding = {
    severity: Number(score) >= Number(required) ? 'warning' : 'note',
    rule: 'spam-score',
    message: `SpamAssassin gives it ${score} points; from ${required} it is taken for spam${because}.`,
    element: null,
    source: null,
    article: null,
    theme: null,
  };
  return { findings: [finding], skipped: [] };
}

function run(message: Uint8Array, signal: AbortSignal | null): Promise<{ text: string } | { why: string }> {
  return new Promise((resolve) => {
    const child = spawn('spamassassin', ['-L', '-t'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(signal !== null && { signal, killSignal: 'SIGKILL' as const }),
    });
    const pieces: Buffer[] = [];
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ why: `SpamAssassin took longer than ${patience / 1_000} seconds` });
    }, patience);
    child.once('error', () => {
      clearTimeout(timer);
      resolve({ why: signal?.aborted === true ? 'it was ended' : 'SpamAssassin is not installed' });
    });
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.once('close', () => {
      clearTimeout(timer);
      resolve({ text: Buffer.concat(pieces).toString('utf8') });
    });
    // It may end before it has read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(message);
  });
}
