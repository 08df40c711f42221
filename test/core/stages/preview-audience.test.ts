import { describe, expect, test } from '@jest/globals';
import type { SegmentRule } from '../../../core/model/segment.ts';
import { previewAudience } from '../../../core/stages/preview-audience.ts';
import { segmented } from '../../../core/stages/segment.ts';
import { select } from '../../../core/stages/select.ts';
import { addressHash } from '../../../core/text/hash.ts';
import { aSubscriber } from '../../contracts/subscriber-store.ts';
import { MemoryArchive } from '../../fakes/memory-archive.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { MemorySubscriberStore } from '../../fakes/memory-subscriber-store.ts';

const at = '2026-11-23T12:00:00.000Z';
const earlier = 'world-brief/2026-11-22';

async function people() {
  const subscribers = new MemorySubscriberStore();
  const ledger = new MemoryLedger();
  const status = (slug: string, value: 'pending' | 'unsubscribed') => ({
    newsletters: [{ slug, status: value, since: at }],
  });
  await subscribers.save([
    aSubscriber('oslo', {
      attributes: { city: 'Oslo' },
      newsletters: [{ slug: 'world-brief', status: 'active', since: '2026-01-01T00:00:00.000Z' }],
    }),
    aSubscriber('rome', { attributes: { city: 'Rome' }, locale: 'it' }),
    aSubscriber('late', {
      attributes: { city: 'Oslo' },
      newsletters: [{ slug: 'world-brief', status: 'active', since: '2026-11-20T00:00:00.000Z' }],
    }),
    aSubscriber('wait', status('world-brief', 'pending')),
    aSubscriber('left', { attributes: { city: 'Rome' }, ...status('world-brief', 'unsubscribed') }),
    aSubscriber('barred', { attributes: { city: 'Oslo' } }),
  ]);
  await subscribers.suppress([
    { addressHash: addressHash('barred@example.com'), reason: 'complaint', detail: null, since: at },
  ]);
  await ledger.settle([{ editionId: earlier, subscriberId: 'rome', attemptId: 'a', providerMessageId: null, at }]);
  return { subscribers, ledger };
}

const request = (segment: SegmentRule | null) => ({
  newsletter: { slug: 'world-brief', segment, language: null },
  language: 'en',
  at,
});

describe('an audience', () => {
  test('without a segment leaves out only those who may not get it', async () => {
    expect(await previewAudience(request(null), await people())).toEqual({
      candidates: 6,
      recipients: 3,
      exclusions: 3,
      exclusionsByReason: { pending: 1, unsubscribed: 1, 'suppressed: complaint': 1 },
    });
  });

  test('with one says for everybody which rule keeps them out, status and suppression first', async () => {
    const left: [string, string][] = [];
    const segment: SegmentRule = { all: [{ attribute: 'city', is: 'Oslo' }, { joinedAfter: '7d' }] };
    const counts = await previewAudience(request(segment), await people(), ({ subscriberId }, reason) =>
      left.push([subscriberId, reason]),
    );
    expect(counts).toMatchObject({ candidates: 6, recipients: 1, exclusions: 5 });
    expect(Object.fromEntries(left)).toEqual({
      oslo: 'not in the segment: joined after 7d before the edition',
      rome: 'not in the segment: city is Oslo',
      wait: 'pending',
      left: 'unsubscribed',
      barred: 'suppressed: complaint',
    });
  });

  test('knows who received an earlier edition, and takes the newsletter’s language for who has none', async () => {
    const ports = await people();
    expect((await previewAudience(request({ received: earlier }), ports)).recipients).toBe(1);
    expect((await previewAudience(request({ notReceived: earlier }), ports)).recipients).toBe(2);
    expect((await previewAudience(request({ locale: 'en' }), ports)).recipients).toBe(2);
  });

  test('is what select freezes', async () => {
    const ports = await people();
    const archive = new MemoryArchive();
    const wanted = request({ attribute: 'city', is: 'Oslo' });
    const subscribers = segmented(wanted, ports);
    const all = { subscribers, archive, clock: { now: () => 0 }, ids: { next: () => 'x' } };
    const audience = await select('world-brief/2026-11-23', all, { newsletter: 'world-brief', batchSize: 10 });
    expect(audience).toMatchObject(await previewAudience(wanted, ports));
  });
});
