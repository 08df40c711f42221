import { describe, expect, test } from '@jest/globals';
import type { Run } from '../../core/model/run.ts';
import type { RunStore } from '../../core/ports.ts';

const run = (editionId: string, at: string): Run => ({
  editionId,
  newsletter: editionId.split('/')[0] ?? '',
  at,
  state: 'running',
  step: 'send',
  revision: null,
  startedAt: at,
  updatedAt: at,
  finishedAt: null,
  hold: null,
  detail: null,
  ratePerSecond: 12.6,
});

/** What every run store promises. `create` gives an empty one. */
export function runStoreContract(name: string, create: () => Promise<RunStore>): void {
  describe(`run store: ${name}`, () => {
    test('keeps the latest of each run, newest edition first', async () => {
      const runs = await create();
      expect(await runs.get('world-brief/2026-03-02')).toBeNull();
      const first = run('world-brief/2026-03-02', '2026-03-02T12:00:00.000Z');
      await runs.put(first);
      await runs.put(run('world-brief/2026-03-03', '2026-03-03T12:00:00.000Z'));
      await runs.put(run('weekly/2026-03-01', '2026-03-01T12:00:00.000Z'));
      const held: Run = {
        ...first,
        state: 'held',
        hold: { cause: 'daily-quota', detail: 'd', until: '2026-03-02T13:00:00.000Z' },
      };
      await runs.put(held);
      expect(await runs.get('world-brief/2026-03-02')).toEqual(held);
      expect((await runs.list()).map((one) => one.editionId)).toEqual([
        'world-brief/2026-03-03',
        'world-brief/2026-03-02',
        'weekly/2026-03-01',
      ]);
      expect((await runs.list('weekly')).map((one) => one.editionId)).toEqual(['weekly/2026-03-01']);
    });

    test('a stop that is asked for outlives what the run writes', async () => {
      const runs = await create();
      const first = run('world-brief/2026-03-02', '2026-03-02T12:00:00.000Z');
      await runs.put(first);
      expect(await runs.stopRequested(first.editionId)).toBe(false);
      await runs.requestStop(first.editionId, '2026-03-02T12:00:01.000Z');
      await runs.put({ ...first, step: 'settle' });
      expect(await runs.stopRequested(first.editionId)).toBe(true);
      await runs.clearStop(first.editionId);
      expect(await runs.stopRequested(first.editionId)).toBe(false);
      expect(await runs.get(first.editionId)).toMatchObject({ step: 'settle' });
    });

    test('remembers what each edition carried, once', async () => {
      const runs = await create();
      const past = { id: 'world-brief/2026-03-02', at: '2026-03-02T12:00:00.000Z', articleIds: ['a', 'b'] };
      await runs.remember('world-brief', { ...past, articleIds: ['a'] });
      await runs.remember('world-brief', past);
      await runs.remember('weekly', { ...past, id: 'weekly/2026-03-02' });
      expect(await runs.history('world-brief')).toEqual([past]);
    });
  });
}
