import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { BounceType, Feedback, FeedbackKind, ProviderEvent } from '../../../core/model/feedback.ts';
import type { EntryState, LedgerEntry } from '../../../core/model/ledger.ts';
import type { SuppressionReason } from '../../../core/model/suppression.ts';
import { recordFeedback } from '../../../core/stages/record-feedback.ts';
import { addressHash } from '../../../core/text/hash.ts';
import { aFeedback } from '../../contracts/feedback-store.ts';
import { MemoryFeedbackStore } from '../../fakes/memory-feedback-store.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { MemorySubscriberStore } from '../../fakes/memory-subscriber-store.ts';

const edition = 'world-brief/2026-11-23';
const ann = addressHash('ann@example.com');

function world() {
  return { feedback: new MemoryFeedbackStore(), ledger: new MemoryLedger(), subscribers: new MemorySubscriberStore() };
}

type World = ReturnType<typeof world>;

function event(id: string, change: Partial<Feedback> = {}, hash = ann): ProviderEvent {
  return { feedback: aFeedback(id, change), addressHashes: [hash], visit: null };
}

/** On the nth day of a year, at noon. */
const days = Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n, 12)).toISOString());
const day = (n: number) => days[n] ?? '';

const onDay = (n: number, kind: FeedbackKind, bounce: BounceType | null = null) =>
  event(`${kind}-${n}`, { kind, bounce, at: day(n), editionId: `world-brief/${day(n).slice(0, 10)}` });

const light = (n: number) => onDay(n, 'bounce', 'transient');

async function barOf({ subscribers }: World, hash = ann) {
  return (await subscribers.suppressionsOf([hash])).get(hash);
}

async function enter({ ledger }: World, state: EntryState, editionId = edition, attemptId = 'a1'): Promise<void> {
  if (state === 'withheld') {
    return ledger.withhold(editionId, [{ subscriberId: 'ann', at: day(0), detail: 'suppressed' }]);
  }
  await ledger.claim(editionId, [{ subscriberId: 'ann', attemptId, claimedAt: day(0) }]);
  if (state === 'claimed') return;
  const outcome = { subscriberId: 'ann', attemptId, decidedAt: day(0), providerMessageId: null, detail: null };
  await ledger.record(editionId, [{ ...outcome, state }]);
}

describe('evidence', () => {
  const proofs: FeedbackKind[] = ['send', 'delivery', 'bounce', 'complaint', 'delay', 'open', 'click'];
  test.each(proofs)('%s proves that the provider has the message', async (kind) => {
    for (const state of ['claimed', 'uncertain', 'rejected', 'deferred'] as const) {
      const it = world();
      await enter(it, state);
      await recordFeedback([event('1', { kind })], it);
      expect(it.ledger.peek(edition, 'ann')).toMatchObject({ state: 'accepted', attemptId: 'a1' });
    }
  });

  test('of any attempt makes the recipient accepted', async () => {
    const it = world();
    await enter(it, 'uncertain');
    await recordFeedback([event('1', { kind: 'delivery', attemptId: 'an-earlier-one' })], it);
    expect(it.ledger.peek(edition, 'ann')).toMatchObject({ state: 'accepted' });
  });

  test('before the entry is there, is an entry', async () => {
    const it = world();
    await recordFeedback([event('1', { kind: 'send' })], it);
    expect(it.ledger.peek(edition, 'ann')).toMatchObject({ state: 'accepted' });
  });

  test('a reject proves that this attempt is not sent, and no other', async () => {
    for (const [state, attemptId, after] of [
      ['uncertain', 'a1', 'rejected'],
      ['claimed', 'a1', 'rejected'],
      ['uncertain', 'another', 'uncertain'],
      ['accepted', 'a1', 'accepted'],
      ['deferred', 'a1', 'deferred'],
    ] as const) {
      const it = world();
      await enter(it, state);
      await recordFeedback([event('1', { kind: 'reject', attemptId, detail: 'Bad content' })], it);
      expect(it.ledger.peek(edition, 'ann')?.state).toBe(after);
    }
  });

  test('what is of no attempt, or not understood, proves nothing', async () => {
    const it = world();
    await enter(it, 'uncertain');
    await recordFeedback([event('1', { kind: 'other' }), event('2', { kind: 'click', attemptId: '' })], it);
    expect(it.ledger.peek(edition, 'ann')?.state).toBe('uncertain');
    expect(await it.feedback.ofSubscriber('ann')).toHaveLength(2);
  });

  test('what an interrupted call had kept already is settled by the next', async () => {
    const it = world();
    await enter(it, 'uncertain');
    const bounce = event('1', { kind: 'bounce', bounce: 'permanent' });
    await it.feedback.add([bounce.feedback]);
    expect(await recordFeedback([bounce], it)).toEqual({ events: 1, fresh: 0, kinds: { bounce: 1 } });
    expect(it.ledger.peek(edition, 'ann')?.state).toBe('accepted');
    expect(await barOf(it)).toMatchObject({ reason: 'bounce' });
  });
});

describe('bars', () => {
  const cases: [string, Partial<Feedback>, SuppressionReason | undefined][] = [
    ['a bounce for good', { kind: 'bounce', bounce: 'permanent' }, 'bounce'],
    ['a passing bounce', { kind: 'bounce', bounce: 'transient' }, undefined],
    ['a bounce of which nothing is said', { kind: 'bounce', bounce: 'undetermined' }, undefined],
    ['a complaint', { kind: 'complaint', detail: 'abuse' }, 'complaint'],
    ['a complaint that says no more', { kind: 'complaint', detail: null }, 'complaint'],
    ['"this is not spam"', { kind: 'complaint', detail: 'not-spam' }, undefined],
    ['a delay', { kind: 'delay' }, undefined],
    ['a reject', { kind: 'reject' }, undefined],
  ];
  test.each(cases)('%s', async (_name, change, reason) => {
    const it = world();
    await recordFeedback([event('1', change)], it);
    expect((await barOf(it))?.reason).toBe(reason);
  });

  test('a letter that is no edition’s bars its address too, and is in no ledger', async () => {
    const it = world();
    await recordFeedback([event('1', { kind: 'bounce', bounce: 'permanent', editionId: '' })], it);
    expect(await barOf(it)).toMatchObject({ reason: 'bounce' });
    expect(await it.feedback.ofSubscriber('ann')).toEqual([]);
    expect(it.ledger.peek('', 'ann')).toBeUndefined();
  });

  test('five passing bounces in a row over seven days, and not four, nor within six', async () => {
    const four = world();
    await recordFeedback([light(0), light(3), light(6), light(9)], four);
    expect(await barOf(four)).toBeUndefined();
    const quick = world();
    await recordFeedback([0, 1, 2, 3, 4, 5, 6].map(light), quick);
    expect(await barOf(quick)).toBeUndefined();
    const five = world();
    await recordFeedback([0, 2, 4, 6, 7].map(light), five);
    expect(await barOf(five)).toMatchObject({ reason: 'bounce', since: day(7) });
    await recordFeedback([light(8)], five);
    expect(await barOf(five)).toMatchObject({ since: day(7) });
  });

  test('two bounces of one message are one', async () => {
    const it = world();
    const again = light(0);
    again.feedback = { ...again.feedback, id: 'again', at: day(1) };
    await recordFeedback([light(0), again, light(3), light(6), light(9)], it);
    expect(await barOf(it)).toBeUndefined();
  });

  test('a delivery between breaks the row, even when it comes last', async () => {
    const it = world();
    await recordFeedback([0, 2, 4, 6, 8].map(light), it);
    expect(await barOf(it)).toMatchObject({ since: day(8) });
    await recordFeedback([onDay(9, 'delivery')], it);
    expect(await barOf(it)).toMatchObject({ since: day(8) });
    await recordFeedback([onDay(5, 'delivery')], it);
    expect(await barOf(it)).toBeUndefined();
  });

  test('a bar that turns out wrong does not hide one that is right', async () => {
    const it = world();
    await recordFeedback([...[0, 2, 4, 6, 8].map(light), onDay(9, 'bounce', 'permanent')], it);
    expect(await barOf(it)).toMatchObject({ since: day(8) });
    await recordFeedback([onDay(5, 'delivery')], it);
    expect(await barOf(it)).toMatchObject({ reason: 'bounce', since: day(9) });
  });

  test('the bar of somebody who was forgotten is not touched by a row', async () => {
    const it = world();
    const forgotten = {
      addressHash: ann,
      reason: 'unsubscribe',
      detail: 'forgotten on request',
      since: day(5),
    } as const;
    await it.subscribers.suppress([forgotten]);
    await recordFeedback([0, 2, 4, 6, 8].map(light), it);
    expect(await barOf(it)).toEqual(forgotten);
  });

  test('a bar that an operator lifted is not put back by what was known before, and is by what comes after', async () => {
    const it = world();
    const known = [...[0, 2, 4, 6, 8].map(light), onDay(9, 'bounce', 'permanent'), onDay(10, 'complaint')];
    await recordFeedback(known, it);
    await it.subscribers.lift(ann, day(20), 'the mailbox was repaired');
    await recordFeedback(known, it);
    await recordFeedback([onDay(11, 'bounce', 'permanent')], it);
    expect(await barOf(it)).toBeUndefined();
    await recordFeedback([21, 23, 25, 27, 29].map(light), it);
    expect(await barOf(it)).toMatchObject({ reason: 'bounce', since: day(29) });
  });
});

/** Numbers that follow from a seed (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

interface Story {
  /** How the ledger stood of each edition. */
  entries: { editionId: string; state: EntryState | null }[];
  /** What happened, in order. */
  events: ProviderEvent[];
}

/** Some weeks of one reader: what was sent, and all that was learned of it, as SES would tell it. */
function storyOf(roll: (below: number) => number): Story {
  const states: (EntryState | null)[] = ['claimed', 'uncertain', 'accepted', 'rejected', 'deferred', 'withheld', null];
  const story: Story = { entries: [], events: [] };
  const mood = roll(3);
  const length = 3 + roll(9);
  for (let n = 0, at = 0; n < length; n += 1, at += 1 + roll(3)) {
    const editionId = `world-brief/${day(at).slice(0, 10)}`;
    story.entries.push({ editionId, state: states[roll(states.length)] ?? null });
    const attemptId = roll(8) === 0 ? 'a0' : 'a1';
    const tell = (kind: FeedbackKind, hours: number, change: Partial<Feedback> = {}) => {
      const when = new Date(Date.parse(day(at)) + hours * 3_600_000 + roll(3_600_000)).toISOString();
      const id = `${n}-${kind}-${story.events.length}`;
      story.events.push(event(id, { kind, editionId, attemptId, at: when, ...change }));
    };
    // Mostly bounces, with a delivery or a bounce for good here and there: what makes rows and breaks them.
    const fate = mood === 2 ? roll(7) : roll(mood === 0 ? 40 : 9) === 0 ? 3 + roll(3) : 1 + roll(2);
    if (roll(4) > 0) tell('send', 0);
    if (roll(4) === 0) tell('delay', 1);
    if (fate === 0) tell('reject', 2);
    else if (fate <= 2) tell('bounce', 2, { bounce: roll(4) === 0 ? 'undetermined' : 'transient' });
    else if (fate === 3) tell('bounce', 2, { bounce: 'permanent', detail: 'NoEmail' });
    else tell('delivery', 2);
    if (fate > 3 && roll(3) === 0) tell('open', 3);
    if (fate > 3 && roll(5) === 0) tell('bounce', 3, { bounce: 'transient' });
    if (fate > 3 && roll(6) === 0) tell('complaint', 5, { detail: roll(2) === 0 ? 'abuse' : 'not-spam' });
    if (roll(9) === 0) tell('other', 6);
  }
  story.events.sort((a, b) => (a.feedback.at < b.feedback.at ? -1 : 1));
  return story;
}

function shuffled<Item>(items: readonly Item[], roll: (below: number) => number): Item[] {
  const all = [...items];
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = roll(index + 1);
    [all[index], all[other]] = [all[other] as Item, all[index] as Item];
  }
  return all;
}

function inBatches<Item>(items: readonly Item[], sizeOf: () => number): Item[][] {
  const batches: Item[][] = [];
  for (let start = 0, size = 0; start < items.length; start += size) {
    size = sizeOf();
    batches.push(items.slice(start, start + size));
  }
  return batches;
}

/** Everything that is left when the events have come in these batches. */
async function endOf(story: Story, batches: readonly ProviderEvent[][]) {
  const it = world();
  for (const { editionId, state } of story.entries) if (state !== null) await enter(it, state, editionId);
  for (const batch of batches) await recordFeedback(batch, it);
  return { it, state: await stateOf(it, story) };
}

async function stateOf(it: World, story: Story) {
  const kept = await it.feedback.ofSubscriber('ann');
  const tallies = await Promise.all(story.entries.map(({ editionId }) => it.feedback.tally(editionId)));
  return {
    states: story.entries.map(({ editionId }) => it.ledger.peek(editionId, 'ann')?.state ?? null),
    bar: await barOf(it),
    kept: kept.map(({ id }) => id).sort(),
    tallies,
  };
}

/** What the rules of evidence say of one edition, whatever the order. */
function expectedState({ editionId, state }: Story['entries'][number], events: readonly ProviderEvent[]) {
  const told = events.map(({ feedback }) => feedback).filter((each) => each.editionId === editionId);
  if (told.some(({ kind }) => kind !== 'reject' && kind !== 'other')) return 'accepted';
  const isRefused = told.some(({ kind, attemptId }) => kind === 'reject' && attemptId === 'a1');
  return isRefused && (state === 'claimed' || state === 'uncertain') ? 'rejected' : state;
}

describe('10,000 random sequences', () => {
  test('reordered, doubled and dropped, they end as the ordered ones do', async () => {
    const seen = { rows: 0, bars: 0, unbarred: 0, states: new Set<LedgerEntry['state'] | null>() };
    for (let seed = 0; seed < 10_000; seed += 1) {
      const roll = dice(seed);
      const story = storyOf(roll);
      const came = roll(2) === 0 ? story.events : story.events.filter(() => roll(5) > 0);
      const doubled = shuffled([...came, ...came.filter(() => roll(3) === 0)], roll);
      const ordered = await endOf(
        story,
        inBatches(came, () => 4),
      );
      const wild = await endOf(
        story,
        inBatches(doubled, () => 1 + roll(5)),
      );
      const expected = { ...ordered.state, states: story.entries.map((entry) => expectedState(entry, came)) };
      // `expect` is slow, and asked only where there is something to show.
      if (!isDeepStrictEqual(wild.state, expected)) expect({ seed, ...wild.state }).toEqual({ seed, ...expected });
      if (wild.state.bar === undefined) seen.unbarred += 1;
      else seen.bars += 1;
      if (wild.state.bar?.detail?.includes('row')) seen.rows += 1;
      for (const state of wild.state.states) seen.states.add(state);
      if (seed % 10 !== 0) continue;
      // Once lifted, nothing of all that bars again.
      await wild.it.subscribers.lift(ann, day(365), 'asked by phone');
      await recordFeedback(shuffled(came, roll), wild.it);
      expect(await barOf(wild.it)).toBeUndefined();
    }
    expect(seen.rows).toBeGreaterThan(500);
    expect(seen.bars).toBeGreaterThan(2_000);
    expect(seen.unbarred).toBeGreaterThan(1_000);
    expect(seen.states.size).toBe(7);
  });
});
