import { expect, test } from '@jest/globals';
import { checkStep, type StepSetting } from '../../core/distributed.ts';
import type { Run } from '../../core/model/run.ts';
import { MemoryArchive } from '../fakes/memory-archive.ts';

const editionId = 'world-brief/2026-03-02';
const at = '2026-03-02T12:00:00.000Z';
const day = 86_400_000;

const begun: Run = {
  editionId,
  newsletter: 'world-brief',
  at,
  state: 'held',
  step: 'send',
  revision: 'r1',
  startedAt: at,
  updatedAt: at,
  finishedAt: null,
  hold: null,
  detail: null,
  ratePerSecond: null,
};

/** Resumes a run so many days after it was begun. */
async function resumed(days: number, ledgerKeepDays: number) {
  let run = begun;
  const setting = { newsletter: { slug: 'world-brief', rateShare: 1 }, ledgerKeepDays } as unknown as StepSetting;
  const put = async (next: Run) => {
    run = next;
  };
  const runs = { get: async () => run, put, remember: async () => {} };
  const ports = {
    archive: new MemoryArchive(),
    runs: runs as never,
    feedback: { tally: async () => ({ known: 0, decided: 0, bounced: 0, complained: 0 }) },
    mailer: { quota: async () => ({ maxPerSecond: 14, maxPerDay: null, sentToday: 0 }) } as never,
    clock: { now: () => Date.parse(at) + days * day, sleep: async () => {} },
  };
  await checkStep({ editionId, newsletter: 'world-brief', at, force: true, revision: 'r1' }, setting, ports);
  return run.state;
}

test('a run is not gone on with when its ledger may have forgotten who has the edition', async () => {
  await expect(resumed(170, 180)).rejects.toMatchObject({
    code: 'RUN_STATE',
    message: expect.stringMatching(/begun 170 days ago; entries of its ledger are kept for 180.*nobody was mailed/),
  });
  await expect(resumed(17, 30)).rejects.toMatchObject({ code: 'RUN_STATE' });
});

test('and is while every entry outlives it', async () => {
  expect(await resumed(165, 180)).toBe('running');
  expect(await resumed(14, 30)).toBe('running');
});
