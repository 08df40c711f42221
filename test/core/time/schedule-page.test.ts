import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { newsletterSchema } from '../../../core/model/newsletter.ts';
import { eventBridgeCrons } from '../../../core/time/aws-cron.ts';
import { cronProblems } from '../../../core/time/cron.ts';
import { editionId } from '../../../core/time/edition-id.ts';
import { firings } from '../../../core/time/firings.ts';

const page = readFileSync(new URL('../../../docs/reference/schedule.md', import.meta.url), 'utf8');

/** The rows of the table that begins with this header, each cell as it is written. */
function rows(header: string): string[][] {
  const lines = page
    .slice(page.indexOf(`\n${header}\n`))
    .trim()
    .split('\n')
    .slice(2);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks. */
function codes(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

const code = (cell?: string) => codes(cell)[0] ?? '';

describe('docs/reference/schedule.md', () => {
  test('has its tables', () => {
    expect(rows('| cron | fires | on AWS |').length).toBeGreaterThan(6);
  });

  test.each(rows('| cron | fires | on AWS |'))('%s fires %s', (cron, _, aws) => {
    expect(eventBridgeCrons(code(cron))).toEqual(codes(aws));
  });

  test.each(rows('| cron | field | why |'))('%s is refused for %s', (cron, field) => {
    expect(cronProblems(code(cron)).map((problem) => problem.field || 'the whole')).toEqual([field]);
  });

  test.each(rows('| cron | time zone | wall time | fires at |'))('%s in %s at %s: %s', (cron, timeZone, local, at) => {
    const from = new Date(Date.parse(`${code(local)}Z`) - 2 * 86_400_000).toISOString();
    const firing = firings(code(cron), code(timeZone), { from, count: 5 }).find((found) => found.local === code(local));
    const { note = null, at: instant = null } = firing ?? {};
    const shown = `${note === null ? '' : `${note.kind}: `}${instant === null ? 'never' : `\`${instant}\``}`;
    expect(shown).toBe(at);
  });

  test.each(rows('| cron | instant | edition |'))('%s at %s is %s', (cron, at, edition) => {
    expect(editionId({ slug: 'world-brief', timeZone: 'America/New_York', cron: code(cron) }, code(at))).toBe(
      code(edition),
    );
  });

  test('names the default lateness', () => {
    const { maxLatenessMinutes } = newsletterSchema.shape;
    expect(page).toContain(`\`maxLatenessMinutes\` (${maxLatenessMinutes.parse(undefined)})`);
  });
});
