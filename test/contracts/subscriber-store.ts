import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from '../../core/model/audience.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { type Suppression, suppressionReasons } from '../../core/model/suppression.ts';
import type { SubscriberStore } from '../../core/ports.ts';
import { addressHash } from '../../core/text/hash.ts';

const at = '2026-11-23T12:00:00.000Z';

/** A subscriber for tests. */
export function aSubscriber(id: string, change: Partial<Subscriber> = {}): Subscriber {
  return {
    id,
    email: `${id}@example.com`,
    newsletters: [{ slug: 'world-brief', status: 'active', since: at }],
    attributes: {},
    locale: null,
    timeZone: null,
    consent: { source: 'test', at },
    createdAt: at,
    ...change,
  };
}

function bar(email: string, reason: Suppression['reason'], since = at, detail: string | null = null): Suppression {
  return { addressHash: addressHash(email), reason, detail, since };
}

async function flat<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) {
    expect(page.length).toBeGreaterThan(0);
    items.push(...page);
  }
  return items;
}

/**
 * What every SubscriberStore promises.
 *
 * @param open - gives an empty store, and how to close it.
 * @param options - `many`: how many subscribers make many pages.
 */
export function subscriberStoreContract(
  name: string,
  open: () => Promise<{ store: SubscriberStore; close(): Promise<void> }>,
  { many: count = 12_001 }: { many?: number } = {},
): void {
  describe(`SubscriberStore: ${name}`, () => {
    let store: SubscriberStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    test('gives back what was saved, whole', async () => {
      const ann = aSubscriber('ann', {
        email: 'Ann@example.com',
        newsletters: [
          { slug: 'world-brief', status: 'active', since: at },
          { slug: 'weekly', status: 'pending', since: at },
        ],
        attributes: { 'First name': 'Ann "A" Ünal\n', __proto__x: '1', empty: '' },
        locale: 'pt-BR',
        timeZone: 'America/Sao_Paulo',
        consent: null,
      });
      await store.save([ann]);
      expect(await store.byId('ann')).toEqual(ann);
      expect(await store.byId('nobody')).toBeNull();
      expect(await flat(store.all())).toEqual([ann]);
    });

    test('finds by address without regard to case, under the address as asked', async () => {
      await store.save([aSubscriber('ann', { email: 'Ann@example.com' }), aSubscriber('ben')]);
      const found = await store.byEmails(['ANN@example.com', 'ann@example.com', 'nobody@example.com']);
      expect([...found].map(([email, { id }]) => [email, id]).sort()).toEqual([
        ['ANN@example.com', 'ann'],
        ['ann@example.com', 'ann'],
      ]);
      expect((await store.byEmails([])).size).toBe(0);
    });

    test('takes no second subscriber for one address, and then writes nothing', async () => {
      await store.save([aSubscriber('ann')]);
      const write = store.save([aSubscriber('ben'), aSubscriber('eve', { email: 'ANN@example.com' })]);
      await expect(write).rejects.toMatchObject({ code: 'SUBSCRIBERS_INVALID' });
      expect(await flat(store.all())).toEqual([aSubscriber('ann')]);
    });

    test('replaces a record and its standings', async () => {
      await store.save([aSubscriber('ann')]);
      const moved = aSubscriber('ann', {
        email: 'ann@example.org',
        newsletters: [{ slug: 'weekly', status: 'unsubscribed', since: at }],
      });
      await store.save([moved]);
      expect(await store.byId('ann')).toEqual(moved);
      expect(await flat(store.candidates('world-brief'))).toEqual([]);
      expect((await store.byEmails(['ann@example.com'])).size).toBe(0);
      expect(await flat(store.candidates('weekly'))).toMatchObject([
        { email: 'ann@example.org', status: 'unsubscribed' },
      ]);
      await store.save([aSubscriber('new', { email: 'ann@example.com' })]);
    });

    test('candidates are everyone with a standing, barred or not, and nobody else', async () => {
      await store.save([
        aSubscriber('ann'),
        aSubscriber('ben', { newsletters: [{ slug: 'world-brief', status: 'pending', since: at }] }),
        aSubscriber('cem', { newsletters: [{ slug: 'world', status: 'active', since: at }] }),
        aSubscriber('dee', { newsletters: [] }),
        aSubscriber('eve', { newsletters: [{ slug: 'world-brief', status: 'unsubscribed', since: at }] }),
      ]);
      await store.suppress([bar('ben@example.com', 'complaint'), bar('nobody@example.com', 'manual')]);
      const candidates = await flat<Candidate>(store.candidates('world-brief'));
      expect(candidates.sort((a, b) => (a.email < b.email ? -1 : 1))).toEqual([
        { subscriberId: 'ann', email: 'ann@example.com', status: 'active', suppression: null },
        { subscriberId: 'ben', email: 'ben@example.com', status: 'pending', suppression: 'complaint' },
        { subscriberId: 'eve', email: 'eve@example.com', status: 'unsubscribed', suppression: null },
      ]);
    });

    test('candidates come once each over many pages, in one order', async () => {
      const many = Array.from({ length: count }, (_, index) => aSubscriber(`s${index}`));
      for (let start = 0; start < many.length; start += 3000) await store.save(many.slice(start, start + 3000));
      const first = (await flat(store.candidates('world-brief'))).map(({ subscriberId }) => subscriberId);
      expect(new Set(first).size).toBe(many.length);
      expect(first.length).toBe(many.length);
      expect((await flat(store.candidates('world-brief'))).map(({ subscriberId }) => subscriberId)).toEqual(first);
      expect((await flat(store.all())).length).toBe(many.length);
    });

    test('dispatchable is as things stand now, without those that are gone', async () => {
      await store.save([aSubscriber('ann', { attributes: { name: 'Ann' } }), aSubscriber('ben'), aSubscriber('cem')]);
      await store.suppress([bar('BEN@example.com', 'bounce')]);
      await store.delete('cem');
      const found = await store.dispatchable(['cem', 'ben', 'ann', 'nobody']);
      expect([...found.keys()].sort()).toEqual(['ann', 'ben']);
      expect(found.get('ann')).toEqual({
        subscriber: aSubscriber('ann', { attributes: { name: 'Ann' } }),
        suppression: null,
      });
      expect(found.get('ben')?.suppression).toBe('bounce');
      expect((await store.dispatchable([])).size).toBe(0);
    });

    test('change decides on what stands and says what then stands', async () => {
      await store.save([aSubscriber('ann')]);
      const left = await store.change('ann', (standing) => ({
        ...standing,
        newsletters: standing.newsletters.map((each) => ({ ...each, status: 'unsubscribed' as const })),
      }));
      expect(left?.newsletters[0]?.status).toBe('unsubscribed');
      expect(await store.byId('ann')).toEqual(left);
      expect(await store.change('ann', () => null)).toEqual(left);
      expect(await store.change('nobody', (standing) => standing)).toBeNull();
    });

    test('no change is lost when many happen at once', async () => {
      await store.save([aSubscriber('ann', { attributes: { count: '0' } })]);
      const count = (standing: Subscriber) => ({
        ...standing,
        attributes: { count: String(Number(standing.attributes['count']) + 1) },
      });
      const changes = Array.from({ length: 10 }, () => store.change('ann', count));
      const merges = Array.from({ length: 10 }, () =>
        store.merge(['ann@example.com'], (standing) => [...standing.values()].map(count)),
      );
      await Promise.all([...changes, ...merges]);
      expect((await store.byId('ann'))?.attributes).toEqual({ count: '20' });
    });

    test('merge shows who stands under the addresses and who is barred', async () => {
      await store.save([aSubscriber('ann')]);
      await store.suppress([bar('ben@example.com', 'complaint')]);
      await store.merge(['Ann@example.com', 'ben@example.com', 'cem@example.com'], (standing, barred) => {
        expect([...standing.keys()]).toEqual(['Ann@example.com']);
        expect([...barred]).toEqual([['ben@example.com', 'complaint']]);
        return [aSubscriber('ann', { locale: 'de' }), aSubscriber('cem')];
      });
      expect((await store.byId('ann'))?.locale).toBe('de');
      expect(await store.byId('cem')).toEqual(aSubscriber('cem'));
    });

    test('deletes', async () => {
      await store.save([aSubscriber('ann'), aSubscriber('ben')]);
      expect(await store.delete('ann')).toBe(true);
      expect(await store.delete('ann')).toBe(false);
      expect(await store.byId('ann')).toBeNull();
      expect(await flat(store.candidates('world-brief'))).toHaveLength(1);
    });

    test('bars stand, are listed, and are found by hash', async () => {
      const bars = [bar('ann@example.com', 'bounce', at, '5.1.1'), bar('ben@example.com', 'manual')];
      await store.suppress(bars);
      await store.suppress(bars);
      const byHash = (a: Suppression, b: Suppression) => (a.addressHash < b.addressHash ? -1 : 1);
      expect((await flat(store.suppressions())).sort(byHash)).toEqual([...bars].sort(byHash));
      const hashes = [addressHash('ANN@example.com'), addressHash('nobody@example.com')];
      expect([...(await store.suppressionsOf(hashes))]).toEqual([[hashes[0], bars[0]]]);
    });

    test('a bar outlives the subscriber', async () => {
      await store.save([aSubscriber('ann')]);
      await store.suppress([bar('ann@example.com', 'complaint')]);
      await store.delete('ann');
      await store.save([aSubscriber('new', { email: 'ann@example.com' })]);
      expect((await store.dispatchable(['new'])).get('new')?.suppression).toBe('complaint');
    });

    test('which of several bars stands does not depend on their order', async () => {
      const reasons = fc.constantFrom(...suppressionReasons);
      const since = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z');
      const details = fc.constantFrom(null, '5.1.1', '5.7.1');
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(reasons, since, details), { minLength: 1, maxLength: 5 }), async (given) => {
          const [one, other] = [`a${++round}@example.com`, `b${round}@example.com`];
          for (const [reason, when, detail] of given) await store.suppress([bar(one, reason, when, detail)]);
          await store.suppress([...given].reverse().map(([reason, when, detail]) => bar(other, reason, when, detail)));
          const found = await store.suppressionsOf([addressHash(one), addressHash(other)]);
          const { addressHash: _one, ...first } = found.get(addressHash(one)) ?? {};
          const { addressHash: _other, ...second } = found.get(addressHash(other)) ?? {};
          expect(first).toEqual(second);
        }),
        { numRuns: 60 },
      );
    });

    test('a bar that was wrong is withdrawn, and only where exactly it stands', async () => {
      const hash = addressHash('ann@example.com');
      const wrong = bar('ann@example.com', 'bounce', at, null);
      await store.suppress([wrong]);
      expect(await store.withdraw({ ...wrong, detail: 'other' })).toBe(false);
      expect(await store.withdraw({ ...wrong, reason: 'manual' })).toBe(false);
      expect(await store.withdraw(wrong)).toBe(true);
      expect(await store.withdraw(wrong)).toBe(false);
      expect((await store.suppressionsOf([hash])).size).toBe(0);
      expect(await flat(store.lifts())).toEqual([]);
      await store.suppress([wrong]);
      expect((await store.suppressionsOf([hash])).get(hash)).toEqual(wrong);
    });

    test('a lift is kept with its reason, and what was known before it does not bar again', async () => {
      const hash = addressHash('ann@example.com');
      await store.suppress([bar('ann@example.com', 'bounce', '2026-11-01T00:00:00.000Z', '5.1.1')]);
      expect(await store.lift(hash, '2026-11-10T00:00:00.000Z', 'mailbox repaired')).toBe(true);
      expect(await store.lift(hash, '2026-11-11T00:00:00.000Z', 'again')).toBe(false);
      expect((await store.suppressionsOf([hash])).size).toBe(0);
      expect(await flat(store.lifts())).toEqual([
        {
          addressHash: hash,
          at: '2026-11-10T00:00:00.000Z',
          reason: 'mailbox repaired',
          lifted: { reason: 'bounce', detail: '5.1.1', since: '2026-11-01T00:00:00.000Z' },
        },
      ]);
      await store.suppress([bar('ann@example.com', 'bounce', '2026-11-05T00:00:00.000Z')]);
      expect((await store.suppressionsOf([hash])).size).toBe(0);
      await store.suppress([bar('ann@example.com', 'complaint', '2026-11-12T00:00:00.000Z')]);
      expect((await store.suppressionsOf([hash])).get(hash)?.reason).toBe('complaint');
    });
  });
}
