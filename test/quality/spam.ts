import { spawnSync } from 'node:child_process';

export interface SpamScore {
  score: number;
  /** The rules that were met, with their points. */
  rules: string[];
}

/** SpamAssassin's score of a message, by the rules that need no network; null where it is not installed. */
export function spamScore(message: Uint8Array): SpamScore | null {
  const run = spawnSync('spamassassin', ['-L', '-t'], { input: message, maxBuffer: 64 * 1_024 * 1_024 });
  if (run.error !== undefined || run.status === null) return null;
  const report = run.stdout.toString('latin1');
  const score = /X-Spam-Status:[^\n]*\bscore=(-?[\d.]+)/.exec(report)?.[1] ?? null;
  if (score === null) return null;
  const rules = [...report.matchAll(/^\s*(-?\d+\.\d)\s+([A-Z][A-Z0-9_]+)\b/gm)].map(
    ([, points, rule]) => `${rule} ${points}`,
  );
  return { score: Number(score), rules };
}
