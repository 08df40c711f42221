import type { Counts, Report } from '../core/model/report.ts';
import type { Run } from '../core/model/run.ts';
import { zonedText } from './dates.ts';

/** How a run stands, as `status` tells it: `interrupted` is a run whose process ended without a word. */
export type Standing = Run['state'] | 'interrupted';

/** A whole number with its thousands apart. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 recipient`, `2 recipients`. */
export function counted(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** The two equations, as a table. */
export function countLines(counts: Counts, exclusionsByReason: Readonly<Record<string, number>>): string[] {
  const row = (name: string, value: number, words = '') => {
    return `  ${name.padEnd(12)}${number(value).padStart(11)}${words === '' ? '' : `  ${words}`}`;
  };
  const reasons = reasonsText(exclusionsByReason);
  const shown: [keyof Counts, string][] = [
    ['accepted', 'the provider took the message'],
    ['rejected', 'the provider refused the address'],
    ['deferred', 'the provider took nothing; to be tried again'],
    ['uncertain', 'the provider may have taken it'],
    ['withheld', 'left or suppressed since the audience was frozen'],
    ['unattempted', 'not tried yet'],
  ];
  return [
    row('candidates', counts.candidates),
    row('exclusions', counts.exclusions, reasons),
    row('recipients', counts.recipients),
    ...shown
      .filter(([key]) => key === 'accepted' || counts[key] > 0)
      .map(([key, words]) => row(key, counts[key], words)),
  ];
}

/** `unsubscribed 60, suppressed: bounce 12`; the commonest first. */
export function reasonsText(byReason: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(byReason).sort(([, a], [, b]) => b - a);
  return sorted.map(([reason, count]) => `${reason} ${number(count)}`).join(', ');
}

/** What stands behind the counts: why recipients were rejected, deferred, uncertain or withheld. */
export function causeLines({ causes }: Report): string[] {
  const shown = causes.slice(0, 10);
  const lines = shown.map(({ state, detail, count }) => `  ${state} ${number(count)}: ${detail}`);
  return causes.length > shown.length ? [...lines, `  and ${causes.length - shown.length} other causes`] : lines;
}

/** A run in a line or two: how it stands and, where it waits, for what. */
export function runLines(run: Run, standing: Standing, timeZone: string): string[] {
  const when = run.finishedAt ?? run.updatedAt;
  const lines = [`${run.editionId}: ${standingText(run, standing)}, ${zonedText(when, timeZone)}`];
  if (standing === 'held' && run.hold !== null) {
    lines.push(`  ${run.hold.cause}: ${run.hold.detail}`);
    if (run.hold.until !== null) lines.push(`  It may go on at ${zonedText(run.hold.until, timeZone)}.`);
  } else if (run.detail !== null) lines.push(`  ${run.detail}`);
  return lines;
}

function standingText(run: Run, standing: Standing): string {
  if (standing === 'finished') return 'finished';
  if (standing === 'running') return `running, ${run.step}`;
  return `${standing} at ${run.step}`;
}

/** What an operator may do next. */
export function adviceLines(editionId: string, standing: Standing, counts: Counts): string[] {
  const lines: string[] = [];
  if (['stopped', 'held', 'failed', 'interrupted'].includes(standing)) {
    lines.push(`Go on with: pressrun resume ${editionId}`);
  }
  if (counts.uncertain > 0 && standing !== 'running') {
    lines.push(
      `${counted(counts.uncertain, 'message')} may or may not have been taken. Decide with:`,
      `  pressrun resolve ${editionId} --assume-accepted   nobody is mailed twice, some perhaps not at all`,
      `  pressrun resolve ${editionId} --send-again        nobody is missed, some perhaps mailed twice`,
    );
  }
  return lines;
}
