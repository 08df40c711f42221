import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry, OutcomeRecord } from '../../core/model/ledger.ts';
import type { Ledger } from '../../core/ports.ts';

const edition = 'world-brief/2026-03-02';
const t0 = '2026-03-02T12:00:00.000Z';
const t1 = '2026-03-02T12:00:01.000Z';
const t2 = '2026-03-02T12:00:02.000Z';

const claim = (subscriberId: string, attemptId: string, claimedAt = t0) => ({ subscriberId, attemptId, claimedAt });
const outcome = (subscriberId: string, attemptId: string, state: OutcomeRecord['state']): OutcomeRecord => ({
  subscriberId,
  attemptId,
  state,
  decidedAt: t1,
  providerMessageId: state === 'accepted' ? `p-${attemptId}` : null,
  detail: state === 'accepted' ? null : `why ${state}`,
});

async function entryOf(ledger: Ledger, subscriberId: string): Promise<LedgerEntry | undefined> {
  return (await ledger.read(edition, [subscriberId])).get(subscriberId);
}

async function all(ledger: Ledger, state?: LedgerEntry['state']): Promise<LedgerEntry[]> {
  const found: LedgerEntry[] = [];
  for await (const page of ledger.entries(edition, state)) found.push(...page);
  return found;
}

/** What every ledger promises. `create` gives an empty one. */
export function ledgerContract(name: string, create: () => Promise<Ledger>): void {
  describe(`ledger: ${name}`, () => {
    test('a claim is written once, and the loser is told whose stands', async () => {
      const ledger = await create();
      expect(await ledger.claim(edition, [claim('s1', 'a1')])).toEqual([{ written: true, standing: null }]);
      const [lost] = await ledger.claim(edition, [claim('s1', 'a2', t1)]);
      expect(lost).toMatchObject({
        written: false,
        standing: { state: 'claimed', attemptId: 'a1', claimedAt: t0, attempts: 1 },
      });
    });

    test('the same claim again finds its own row', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1')]);
      const [again] = await ledger.claim(edition, [claim('s1', 'a1')]);
      expect(again).toMatchObject({ written: false, standing: { state: 'claimed', attemptId: 'a1', attempts: 1 } });
    });

    test('of twenty claims at once one is written', async () => {
      const ledger = await create();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => ledger.claim(edition, [claim('s1', `a${index}`)])),
      );
      expect(answers.filter(([answer]) => answer?.written)).toHaveLength(1);
    });

    test('answers stand in the order of the claims', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s2', 'x')]);
      const answers = await ledger.claim(edition, [claim('s1', 'a1'), claim('s2', 'a2'), claim('s3', 'a3')]);
      expect(answers.map((answer) => answer.written)).toEqual([true, false, true]);
    });

    test.each(['accepted', 'rejected', 'uncertain'] as const)('%s can not be claimed again', async (state) => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1')]);
      await ledger.record(edition, [outcome('s1', 'a1', state)]);
      const [answer] = await ledger.claim(edition, [claim('s1', 'a2')]);
      expect(answer).toMatchObject({ written: false, standing: { state, attemptId: 'a1' } });
    });

    test('deferred can be claimed again, by another attempt only', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1')]);
      await ledger.record(edition, [outcome('s1', 'a1', 'deferred')]);
      const [late] = await ledger.claim(edition, [claim('s1', 'a1')]);
      expect(late).toMatchObject({ written: false, standing: { state: 'deferred' } });
      const [answer] = await ledger.claim(edition, [claim('s1', 'a2', t2)]);
      expect(answer?.written).toBe(true);
      expect(await entryOf(ledger, 's1')).toMatchObject({
        state: 'claimed',
        attemptId: 'a2',
        attempts: 2,
        claimedAt: t2,
        decidedAt: null,
        detail: null,
      });
    });

    test('an outcome is written over the open claim of its own attempt only', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1')]);
      await ledger.record(edition, [outcome('s1', 'other', 'rejected')]);
      expect(await entryOf(ledger, 's1')).toMatchObject({ state: 'claimed' });
      await ledger.record(edition, [outcome('s1', 'a1', 'rejected')]);
      expect(await entryOf(ledger, 's1')).toMatchObject({ state: 'rejected', decidedAt: t1, detail: 'why rejected' });
      await ledger.record(edition, [outcome('s1', 'a1', 'deferred')]);
      expect(await entryOf(ledger, 's1')).toMatchObject({ state: 'rejected' });
    });

    test('an outcome without any claim is not written, unless it is acceptance', async () => {
      const ledger = await create();
      await ledger.record(edition, [outcome('s1', 'a1', 'rejected'), outcome('s2', 'a2', 'accepted')]);
      expect(await entryOf(ledger, 's1')).toBeUndefined();
      expect(await entryOf(ledger, 's2')).toMatchObject({ state: 'accepted', providerMessageId: 'p-a2' });
    });

    test('an attempt judged uncertain while it was out may still say what came of it', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1'), claim('s2', 'a2')]);
      expect(await ledger.closeClaims(edition, t1, t1, 'worker dead')).toBe(2);
      await ledger.record(edition, [outcome('s1', 'a1', 'accepted'), outcome('s2', 'a2', 'deferred')]);
      expect(await entryOf(ledger, 's1')).toMatchObject({ state: 'accepted' });
      expect(await entryOf(ledger, 's2')).toMatchObject({ state: 'deferred' });
    });

    test('acceptance of an earlier attempt forbids a further one', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1')]);
      await ledger.closeClaims(edition, t1, t1, 'worker dead');
      await ledger.release(edition, {
        subscriberId: 's1',
        attemptId: 'a1',
        to: 'deferred',
        at: t1,
        detail: 'operator',
      });
      await ledger.record(edition, [outcome('s1', 'a1', 'accepted')]);
      const [answer] = await ledger.claim(edition, [claim('s1', 'a2')]);
      expect(answer).toMatchObject({ written: false, standing: { state: 'accepted' } });
    });

    test('evidence makes accepted whatever was, and twice is once', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1'), claim('s2', 'a2'), claim('s3', 'a3')]);
      await ledger.record(edition, [outcome('s2', 'a2', 'uncertain'), outcome('s3', 'a3', 'accepted')]);
      const evidence = ['s1', 's2', 's3', 's4'].map((subscriberId) => ({
        editionId: edition,
        subscriberId,
        attemptId: 'seen',
        providerMessageId: 'p-seen',
        at: t2,
      }));
      await ledger.settle(evidence);
      await ledger.settle(evidence);
      expect((await ledger.count(edition)).accepted).toBe(4);
      expect(await entryOf(ledger, 's3')).toMatchObject({ providerMessageId: 'p-a3', decidedAt: t1 });
      await ledger.record(edition, [outcome('s1', 'a1', 'rejected')]);
      expect(await entryOf(ledger, 's1')).toMatchObject({ state: 'accepted' });
    });

    test('acceptance on somebody’s word is told from proof', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1'), claim('s2', 'a2')]);
      const evidence = { editionId: edition, attemptId: 'a', providerMessageId: null, at: t2 };
      await ledger.settle([
        { ...evidence, subscriberId: 's1' },
        { ...evidence, subscriberId: 's2', detail: 'assumed' },
      ]);
      expect(await entryOf(ledger, 's1')).toMatchObject({ state: 'accepted', detail: 'settled by evidence' });
      expect(await entryOf(ledger, 's2')).toMatchObject({ state: 'accepted', detail: 'assumed' });
    });

    test('withheld is written where nothing stands or deferred does', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s2', 'a2'), claim('s3', 'a3')]);
      await ledger.record(edition, [outcome('s2', 'a2', 'deferred'), outcome('s3', 'a3', 'accepted')]);
      await ledger.withhold(
        edition,
        ['s1', 's2', 's3'].map((subscriberId) => ({ subscriberId, at: t1, detail: 'unsubscribed' })),
      );
      expect((await all(ledger, 'withheld')).map((entry) => entry.subscriberId).sort()).toEqual(['s1', 's2']);
      expect(await ledger.claim(edition, [claim('s1', 'a9')])).toMatchObject([
        { written: false, standing: { state: 'withheld' } },
      ]);
    });

    test('closing takes only claims of before', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1', t0), claim('s2', 'a2', t1)]);
      expect(await ledger.closeClaims(edition, t1, t2, 'worker dead')).toBe(1);
      expect(await entryOf(ledger, 's1')).toMatchObject({ state: 'uncertain', decidedAt: t2, detail: 'worker dead' });
      expect(await entryOf(ledger, 's2')).toMatchObject({ state: 'claimed' });
    });

    test('a release takes exactly its attempt back', async () => {
      const ledger = await create();
      await ledger.claim(edition, [claim('s1', 'a1'), claim('s2', 'a2')]);
      const release = { at: t1, detail: 'no file' } as const;
      expect(
        await ledger.release(edition, { ...release, subscriberId: 's1', attemptId: 'other', to: 'unattempted' }),
      ).toBe(false);
      expect(
        await ledger.release(edition, { ...release, subscriberId: 's1', attemptId: 'a1', to: 'unattempted' }),
      ).toBe(true);
      expect(await entryOf(ledger, 's1')).toBeUndefined();
      expect(await ledger.release(edition, { ...release, subscriberId: 's2', attemptId: 'a2', to: 'deferred' })).toBe(
        true,
      );
      expect(
        await ledger.release(edition, { ...release, subscriberId: 's2', attemptId: 'a2', to: 'unattempted' }),
      ).toBe(false);
      expect(await entryOf(ledger, 's2')).toMatchObject({ state: 'deferred', detail: 'no file' });
    });

    test('counts and lists by state, an edition apart from the next', async () => {
      const ledger = await create();
      const ids = Array.from({ length: 130 }, (_, index) => `s${String(index).padStart(3, '0')}`);
      await ledger.claim(
        edition,
        ids.map((id) => claim(id, `a-${id}`)),
      );
      await ledger.record(
        edition,
        ids.slice(0, 100).map((id) => outcome(id, `a-${id}`, 'accepted')),
      );
      await ledger.claim('world-brief/2026-03-03', [claim('s000', 'b1')]);
      expect(await ledger.count(edition)).toEqual({
        claimed: 30,
        accepted: 100,
        rejected: 0,
        deferred: 0,
        uncertain: 0,
        withheld: 0,
      });
      expect((await all(ledger, 'claimed')).map((entry) => entry.subscriberId).sort()).toEqual(ids.slice(100));
      expect(await all(ledger)).toHaveLength(130);
      expect((await all(ledger))[0]).toMatchObject({ editionId: edition });
    });
  });
}
