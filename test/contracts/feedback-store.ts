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

    test('gives many, each once', async () => {
      const many = Array.from({ length: count }, (_, index) => aFeedback(`f${index}`, { subscriberId: `s${index}` }));
      await store.add(many.slice(0, count / 2));
      await store.add(many.slice(count / 3));
      expect(new Set((await ofEdition('world-brief/2026-11-23')).map(({ id }) => id)).size).toBe(count);
    });
  });
}
