import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Feedback } from '../../core/model/feedback.ts';
import type { FeedbackStore } from '../../core/ports.ts';

/** Feedback for tests. */
export function aFeedback(id: string, change: Partial<Feedback> = {}): Feedback {
  return {
    id,
    kind: 'delivery',
    editionId: 'world-brief/2026-11-23',
    subscriberId: 'ann',
    attemptId: 'a1',
    providerMessageId: 'm1',
    at: '2026-11-23T12:00:00.000Z',
    detail: null,
    bounce: null,
    isMachine: false,
    url: null,
    ...change,
  };
}

/**
 * What every FeedbackStore promises.
 *
 * @param open - gives an empty store, and how to close it.
 * @param options - `many`: how many make many pages.
 */
export function feedbackStoreContract(
  name: string,
  open: () => Promise<{ store: FeedbackStore; close(): Promise<void> }>,
  { many: count = 6000 }: { many?: number } = {},
): void {
  describe(`FeedbackStore: ${name}`, () => {
    let store: FeedbackStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    async function ofEdition(editionId: string): Promise<Feedback[]> {
      const all: Feedback[] = [];
      for await (const page of store.of(editionId)) {
        expect(page.length).toBeGreaterThan(0);
        all.push(...page);
      }
      return all.sort((a, b) => (a.id < b.id ? -1 : 1));
    }

    test('keeps each thing once and says what was new', async () => {
      const [one, two, three] = [
        aFeedback('1'),
        aFeedback('2', { kind: 'bounce', bounce: 'permanent', detail: 'Permanent/NoEmail' }),
        aFeedback('3'),
      ];
      expect(await store.add([one, two])).toEqual([one, two]);
      expect(await store.add([three, one, three, { ...two, detail: 'other' }])).toEqual([three]);
      expect(await store.add([])).toEqual([]);
      expect(await ofEdition('world-brief/2026-11-23')).toEqual([one, two, three]);
    });

    test('finds by edition and by subscriber', async () => {
      const here = aFeedback('1');
      const there = aFeedback('2', { editionId: 'world-brief/2026-11-24' });
      const other = aFeedback('3', { subscriberId: 'ben' });
      await store.add([here, there, other]);
      expect(await ofEdition('world-brief/2026-11-24')).toEqual([there]);
      expect(await ofEdition('weekly/2026-11-24')).toEqual([]);
      expect((await store.ofSubscriber('ann')).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([here, there]);
      expect(await store.ofSubscriber('nobody')).toEqual([]);
    });

    test('tallies messages, each once, however often and in whatever order something is learned of it', async () => {
      const edition = 'world-brief/2026-11-23';
      expect(await store.tally(edition)).toEqual({ known: 0, decided: 0, bounced: 0, complained: 0 });
      const learned = (id: string, subscriberId: string, change: Partial<Feedback>) =>
        aFeedback(id, { subscriberId, ...change });
      await store.add([
        learned('1', 'ann', { kind: 'send' }),
        learned('2', 'ann', { kind: 'delivery' }),
        learned('3', 'ben', { kind: 'send' }),
        learned('4', 'ben', { kind: 'bounce', bounce: 'permanent' }),
        learned('5', 'cem', { kind: 'bounce', bounce: 'transient' }),
        learned('6', 'dee', { kind: 'delivery', editionId: 'weekly/2026-11-23' }),
        learned('7', 'eve', { kind: 'open' }),
      ]);
      expect(await store.tally(edition)).toEqual({ known: 2, decided: 3, bounced: 2, complained: 0 });
      await store.add([
        learned('4', 'ben', { kind: 'bounce', bounce: 'permanent' }),
        learned('8', 'ann', { kind: 'complaint', detail: 'abuse' }),
        learned('9', 'ann', { kind: 'complaint', detail: 'not-spam' }),
        learned('10', 'ben', { kind: 'bounce', bounce: 'permanent' }),
      ]);
      await store.add([learned('11', 'cem', { kind: 'delivery' }), learned('2', 'ann', { kind: 'delivery' })]);
      expect(await store.tally(edition)).toEqual({ known: 3, decided: 3, bounced: 1, complained: 1 });
      expect(await store.tally('weekly/2026-11-23')).toMatchObject({ known: 1, decided: 1 });
    });

    test('gives many, each once', async () => {
      const many = Array.from({ length: count }, (_, index) => aFeedback(`f${index}`, { subscriberId: `s${index}` }));
      await store.add(many.slice(0, count / 2));
      await store.add(many.slice(count / 3));
      expect(new Set((await ofEdition('world-brief/2026-11-23')).map(({ id }) => id)).size).toBe(count);
    });
  });
}
