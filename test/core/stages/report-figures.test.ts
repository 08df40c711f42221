import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Feedback, type FeedbackKind, feedbackKinds } from '../../../core/model/feedback.ts';
import { editionReport, newsletterReport } from '../../../core/stages/report-figures.ts';
import { LearnedTally } from '../../../core/stages/report-learned.ts';
import { ratesOf } from '../../../core/stages/report-rates.ts';
import { MemoryArchive } from '../../fakes/memory-archive.ts';
import { MemoryFeedbackStore } from '../../fakes/memory-feedback-store.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';

const editionId = 'world-brief/2026-11-23';

function learned(kind: FeedbackKind, subscriberId: string, more: Partial<Feedback> = {}): Feedback {
  return {
    id: JSON.stringify([kind, subscriberId, more]),
    kind,
    editionId,
    subscriberId,
    attemptId: 'a',
    providerMessageId: null,
    at: '2026-11-23T12:05:00.000Z',
    detail: null,
    bounce: null,
    isMachine: false,
    url: null,
    ...more,
  };
}

function tallied(...feedback: Feedback[]): LearnedTally {
  const tally = new LearnedTally();
  for (const each of feedback) tally.add(each);
  return tally;
}

describe('what was learned', () => {
  test('counts recipients, not events, and each bounced message under its gravest kind', () => {
    const tally = tallied(
      learned('send', 'a'),
      learned('delivery', 'a'),
      learned('delivery', 'a', { at: '2026-11-23T12:06:00.000Z' }),
      learned('bounce', 'b', { bounce: 'transient' }),
      learned('bounce', 'b', { bounce: 'permanent' }),
      learned('bounce', 'c', { bounce: 'transient' }),
      learned('bounce', 'd', { bounce: 'undetermined' }),
      learned('delivery', 'e'),
      learned('bounce', 'e', { bounce: 'transient' }),
      learned('complaint', 'a', { detail: 'abuse' }),
      learned('complaint', 'e', { detail: 'not-spam' }),
      learned('delay', 'f'),
      learned('delay', 'a'),
      learned('unsubscribe', 'a'),
      learned('reject', 'g'),
      learned('other', 'h'),
    );
    expect(tally.learned()).toEqual({
      heardOf: 7,
      delivered: 2,
      bounced: { permanent: 1, transient: 1, undetermined: 1 },
      automaticAnswers: 1,
      complained: 1,
      delayed: 2,
      waiting: 1,
      unsubscribed: 1,
      refusedAfterwards: 1,
      other: 1,
    });
  });

  test('people and programs are apart, and a link that nobody followed is told', () => {
    const [one, two] = ['https://news.example.org/1', 'https://news.example.org/2'];
    const tally = tallied(
      learned('click', 'a', { url: one }),
      learned('click', 'a', { url: one, at: 'later' }),
      learned('click', 'a', { url: one, isMachine: true }),
      learned('click', 'b', { url: one }),
      learned('click', 'c', { url: two, isMachine: true }),
      learned('open', 'a'),
      learned('open', 'c', { isMachine: true }),
    );
    expect(tally.tracked(['https://news.example.org/0', two, one])).toEqual({
      opens: { people: 1, machines: 1 },
      clicks: { people: 2, machines: 2 },
      links: [
        { url: one, people: 2, machines: 1 },
        { url: two, people: 0, machines: 1 },
        { url: 'https://news.example.org/0', people: 0, machines: 0 },
      ],
    });
  });

  test('is the same in any order, and however often each thing comes', () => {
    const one = fc.record({
      kind: fc.constantFrom(...feedbackKinds.filter((kind) => kind !== 'other')),
      subscriberId: fc.constantFrom('a', 'b', 'c'),
      bounce: fc.constantFrom('permanent', 'transient', 'undetermined', null),
      isMachine: fc.boolean(),
      detail: fc.constantFrom('abuse', 'not-spam', null),
      url: fc.constantFrom('https://news.example.org/1', 'https://news.example.org/2'),
    });
    const events = fc
      .array(one, { maxLength: 20 })
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
      );
    fc.assert(
      fc.property(events, ([list, shuffled]) => {
        const of = (each: typeof list) => {
          const tally = tallied(...each.map(({ kind, subscriberId, ...more }) => learned(kind, subscriberId, more)));
          const { links, ...rest } = tally.tracked([]);
          return { ...tally.learned(), ...rest, links: new Set(links.map((link) => JSON.stringify(link))) };
        };
        expect(of(shuffled)).toEqual(of(list));
      }),
    );
  });
});

describe('rates beside limits', () => {
  const of = (accepted: number, delivered: number, permanent: number, complained: number) => {
    const counted = { heardOf: accepted, delivered, bounced: { permanent, transient: 7, undetermined: 7 }, complained };
    return ratesOf([{ counts: { accepted }, learned: counted }]).map(({ rate, standing }) => [rate, standing]);
  };

  test.each([
    [
      of(1_000, 900, 49, 0),
      [
        [0.049, 'within'],
        [0, 'within'],
        [0, 'within'],
      ],
    ],
    [
      of(1_000, 1_000, 50, 1),
      [
        [0.05, 'near'],
        [0.001, 'near'],
        [0.001, 'near'],
      ],
    ],
    [
      of(1_000, 1_000, 100, 3),
      [
        [0.1, 'over'],
        [0.003, 'near'],
        [0.003, 'over'],
      ],
    ],
    [
      of(1_000, 500, 0, 5),
      [
        [0, 'within'],
        [0.005, 'over'],
        [0.01, 'over'],
      ],
    ],
    [
      of(1_000, 0, 0, 0),
      [
        [0, 'within'],
        [0, 'within'],
        [null, 'unknown'],
      ],
    ],
    [
      of(0, 0, 0, 0),
      [
        [null, 'unknown'],
        [null, 'unknown'],
        [null, 'unknown'],
      ],
    ],
  ])('each against its own denominator', (found, expected) => {
    expect(found).toEqual(expected);
  });

  test('name the provider, what they divide by, and the page that says so', () => {
    const rates = ratesOf([]);
    expect(rates.map(({ provider, denominator, near, over }) => [provider, denominator, near, over])).toEqual([
      ['Amazon SES', 'accepted', 0.05, 0.1],
      ['Amazon SES', 'accepted', 0.001, 0.005],
      ['Gmail and Yahoo', 'deliveries', 0.001, 0.003],
    ]);
    for (const { source } of rates) expect(source).toMatch(/SES Developer Guide|Email sender guidelines/);
  });
});

describe('reports', () => {
  const ports = { ledger: new MemoryLedger(), feedback: new MemoryFeedbackStore(), archive: new MemoryArchive() };
  const runOf = (id: string) => ({
    editionId: id,
    newsletter: 'world-brief',
    at: `${id.slice(12)}T12:00:00.000Z`,
    revision: 'r',
  });

  async function sent(id: string, recipients: number): Promise<void> {
    const audience = {
      editionId: id,
      selectedAt: '',
      candidates: recipients,
      recipients,
      exclusions: 0,
      exclusionsByReason: {},
      batches: 1,
      prefix: 'a',
    };
    await ports.archive.put(id, 'audience.json', JSON.stringify(audience));
    for (let index = 0; index < recipients; index += 1) {
      const subscriberId = `s${index}`;
      await ports.ledger.claim(id, [{ subscriberId, attemptId: 'a', claimedAt: '2026-11-23T12:00:00.000Z' }]);
      await ports.ledger.record(id, [
        {
          subscriberId,
          attemptId: 'a',
          state: 'accepted',
          decidedAt: '2026-11-23T12:00:01.000Z',
          providerMessageId: 'p',
          detail: null,
        },
      ]);
    }
  }

  test('an edition’s is derived from what stands in ledger and feedback; openings only where they were counted', async () => {
    await sent(editionId, 4);
    await ports.feedback.add([
      learned('delivery', 's0'),
      learned('delivery', 's1'),
      learned('open', 's1'),
      learned('unsubscribe', 's1'),
    ]);
    const report = await editionReport(runOf(editionId), ports);
    expect(report.shares).toEqual({ delivered: 0.5, unsubscribed: 0.25, opened: null, clicked: null });
    expect(report.tracking).toBeNull();
    await ports.archive.put(
      editionId,
      'tracked/rendered.json',
      JSON.stringify({ tracking: { base: 'https://x.example.org', links: [] }, subject: '' }),
    );
    const counted = await editionReport({ ...runOf(editionId), revision: 'tracked' }, ports);
    expect(counted.tracking?.opens).toEqual({ people: 1, machines: 0 });
    expect(counted.shares.opened).toBe(0.25);
  });

  test('a newsletter’s has its latest editions that went to anyone, the newest last', async () => {
    for (const [date, recipients] of [
      ['2026-11-20', 2],
      ['2026-11-21', 3],
      ['2026-11-22', 0],
    ] as const)
      await sent(`world-brief/${date}`, recipients);
    const runs = ['23', '22', '21', '20'].map((day) => runOf(`world-brief/2026-11-${day}`));
    const list = async () => runs as never;
    const report = await newsletterReport('world-brief', 2, { ...ports, runs: { list } });
    expect(report.editions.map((each) => [each.editionId, each.counts.accepted])).toEqual([
      ['world-brief/2026-11-21', 3],
      [editionId, 4],
    ]);
    // Of the other edition nothing was heard.
    expect(report.rates.map(({ outOf }) => outOf)).toEqual([4, 4, 2]);
  });
});
