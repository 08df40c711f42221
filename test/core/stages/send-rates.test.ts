import { describe, expect, test } from '@jest/globals';
import { emptyTally, type FeedbackTally } from '../../../core/model/feedback.ts';
import type { Run } from '../../../core/model/run.ts';
import { judgeRates, ratesFrom } from '../../../core/stages/send-rates.ts';

const tally = (decided: number, change: Partial<FeedbackTally> = {}): FeedbackTally => ({
  ...emptyTally,
  known: decided,
  decided,
  ...change,
});

describe('what was learned of a run’s messages', () => {
  test('holds it above 5 % bounces, and not at 5 %', () => {
    expect(judgeRates(tally(1_000, { bounced: 50 }))).toBeNull();
    expect(judgeRates(tally(1_000, { bounced: 51 }))).toEqual({
      cause: 'bounce-rate',
      detail: '51 bounces on the 1000 messages whose fate is known: 5.10 %, more than the 5 % at which a run holds.',
      until: null,
    });
  });

  test('holds it above 0.1 % complaints, and not at 0.1 %', () => {
    expect(judgeRates(tally(1_000, { complained: 1 }))).toBeNull();
    expect(judgeRates(tally(1_000, { complained: 2 }))).toMatchObject({ cause: 'complaint-rate', until: null });
    expect(judgeRates(tally(999, { complained: 1 }))).toMatchObject({ cause: 'complaint-rate' });
  });

  test('says nothing before 500 messages', () => {
    expect(judgeRates(tally(499, { bounced: 499 }))).toBeNull();
    expect(judgeRates(tally(500, { bounced: 500 }))).toMatchObject({ cause: 'bounce-rate' });
  });

  test('says nothing where nobody tells what was delivered', () => {
    expect(judgeRates(tally(600, { known: 0, bounced: 600 }))).toBeNull();
  });

  test('a person who lets it go on has seen what there was: only what comes after is judged', async () => {
    const held = tally(1_000, { bounced: 80 });
    const run = {
      editionId: 'world-brief/2026-11-23',
      hold: { cause: 'bounce-rate', detail: '', until: null },
    } as Run;
    const from = await ratesFrom(run, { tally: async () => held });
    expect(from).toEqual({ ratesFrom: held });
    expect(judgeRates(held, from.ratesFrom)).toBeNull();
    expect(judgeRates(tally(1_499, { bounced: 579 }), from.ratesFrom)).toBeNull();
    expect(judgeRates(tally(1_500, { bounced: 106 }), from.ratesFrom)).toMatchObject({
      cause: 'bounce-rate',
      detail: expect.stringContaining('26 bounces on the 500 messages'),
    });
  });

  test('a hold for anything else leaves what was excused as it was', async () => {
    const feedback = { tally: async () => tally(9) };
    const hold = { cause: 'daily-quota', detail: '', until: null };
    expect(await ratesFrom({ hold } as Run, feedback)).toEqual({});
    expect(await ratesFrom({ hold, ratesFrom: tally(5) } as Run, feedback)).toEqual({ ratesFrom: tally(5) });
    expect(await ratesFrom(null, feedback)).toEqual({});
  });
});
