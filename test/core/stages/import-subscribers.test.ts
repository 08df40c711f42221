import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Problem } from '../../../core/errors.ts';
import type { Subscriber } from '../../../core/model/subscriber.ts';
import type { RowStatus, SubscriberRow } from '../../../core/model/subscriber-row.ts';
import type { SubscriberRows } from '../../../core/ports.ts';
import { type ImportPosition, type ImportRequest, importSubscribers } from '../../../core/stages/import-subscribers.ts';
import { addressHash } from '../../../core/text/hash.ts';
import { aSubscriber } from '../../contracts/subscriber-store.ts';
import { MemorySubscriberStore } from '../../fakes/memory-subscriber-store.ts';

const at = '2026-11-23T12:00:00.000Z';
const request: ImportRequest = {
  newsletter: 'world-brief',
  consentSource: 'paper form',
  at,
  file: 'a.csv',
  runId: 'run-',
};

function row(line: number, email: string, change: Partial<SubscriberRow> = {}): SubscriberRow {
  const emailColumn = { name: 'email', number: 1 };
  return {
    line,
    email,
    emailColumn,
    status: 'active',
    attributes: {},
    locale: null,
    timeZone: null,
    joinedAt: null,
    ...change,
  };
}

async function* groups(...all: (readonly SubscriberRow[])[]): AsyncGenerator<SubscriberRows> {
  for (const rows of all) yield { rows: [...rows], refused: [], remarks: [], bytes: 1 };
}

async function everyone(store: MemorySubscriberStore): Promise<Subscriber[]> {
  const all: Subscriber[] = [];
  for await (const page of store.all()) all.push(...page);
  return all.sort((a, b) => (a.email.toLowerCase() < b.email.toLowerCase() ? -1 : 1));
}

describe('an import', () => {
  test('makes new readers active, with the consent it was given', async () => {
    const subscribers = new MemorySubscriberStore();
    const counts = await importSubscribers(
      groups([row(2, ' Ann@Exämple.com ', { attributes: { name: 'Ann' }, joinedAt: '2026-01-01T00:00:00.000Z' })]),
      request,
      { subscribers },
    );
    expect(counts).toMatchObject({ rows: 1, added: 1, active: 1 });
    expect(await everyone(subscribers)).toEqual([
      {
        id: 'run-000002',
        email: 'Ann@xn--exmple-cua.com',
        newsletters: [{ slug: 'world-brief', status: 'active', since: '2026-01-01T00:00:00.000Z' }],
        attributes: { name: 'Ann' },
        locale: null,
        timeZone: null,
        consent: { source: 'paper form', at: '2026-01-01T00:00:00.000Z' },
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });

  test('needs a consent source', async () => {
    const subscribers = new MemorySubscriberStore();
    const attempt = importSubscribers(groups([]), { ...request, consentSource: ' ' }, { subscribers });
    await expect(attempt).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('refuses what is no address, with line, column and value', async () => {
    const refused: Problem[] = [];
    const rows = [
      '',
      'ann',
      'a b@example.com',
      'a@example.com;b@example.com',
      'ann@localhost',
      'Ann <ann@example.com>',
    ];
    const counts = await importSubscribers(
      groups(rows.map((email, index) => row(index + 2, email))),
      request,
      { subscribers: new MemorySubscriberStore() },
      {
        refused: (problem) => refused.push(problem),
      },
    );
    expect(counts).toMatchObject({ rows: 6, added: 1, refused: 5 });
    expect(refused[1]).toEqual({
      file: 'a.csv',
      line: 3,
      column: 1,
      field: 'email',
      got: '"ann"',
      allowed: 'one address, as name@domain',
    });
  });

  test('merges rows with one address: later values win, empty ones do not, the first spelling stays', async () => {
    const subscribers = new MemorySubscriberStore();
    const counts = await importSubscribers(
      groups(
        [
          row(2, 'Ann@example.com', { attributes: { name: 'Ann', city: 'Rome' } }),
          row(3, 'ann@EXAMPLE.com', { attributes: { name: 'Anna' } }),
        ],
        [row(4, 'ANN@example.com', { locale: 'it' })],
      ),
      request,
      { subscribers },
    );
    expect(counts).toMatchObject({ rows: 3, added: 1, duplicates: 2 });
    expect(await everyone(subscribers)).toMatchObject([
      { email: 'Ann@example.com', attributes: { name: 'Anna', city: 'Rome' }, locale: 'it' },
    ]);
  });

  test('done again it changes nothing, even where rows of one address contradict each other', async () => {
    const subscribers = new MemorySubscriberStore();
    const rows = [
      row(2, 'ann@example.com', { attributes: { plan: 'digital' }, locale: 'en' }),
      row(3, 'ann@example.com', { attributes: { plan: 'free' }, locale: 'en-GB' }),
      row(4, 'ben@example.com', { attributes: { plan: 'free' } }),
    ];
    const first = await importSubscribers(groups(rows), request, { subscribers });
    expect(first).toMatchObject({ added: 2, duplicates: 1 });
    const stood = await everyone(subscribers);
    const again = await importSubscribers(groups(rows), { ...request, runId: 'other-' }, { subscribers });
    expect(again).toMatchObject({ rows: 3, added: 0, updated: 0, unchanged: 2, duplicates: 1 });
    expect(await everyone(subscribers)).toEqual(stood);
  });

  test('bars addresses that bounced or complained elsewhere, and does not store them', async () => {
    const subscribers = new MemorySubscriberStore();
    const counts = await importSubscribers(
      groups([row(2, 'a@example.com', { status: 'bounce' }), row(3, 'a@example.com')]),
      request,
      { subscribers },
    );
    expect(counts).toMatchObject({ rows: 2, barred: 2 });
    expect(await everyone(subscribers)).toEqual([]);
    expect((await subscribers.suppressionsOf([addressHash('a@example.com')])).size).toBe(1);
  });

  const people = ['a', 'b', 'c', 'd'];
  const statuses = fc.constantFrom<RowStatus>('active', 'pending', 'unsubscribed', 'bounce');
  const standings = fc.option(fc.constantFrom('active' as const, 'pending' as const, 'unsubscribed' as const));
  const world = fc.record({
    standing: fc.tuple(...people.map(() => standings)),
    barred: fc.subarray(people),
    rows: fc.array(fc.tuple(fc.constantFrom(...people, 'no address'), statuses, fc.boolean()), { maxLength: 12 }),
    cut: fc.integer({ min: 1, max: 5 }),
  });
  type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

  async function made({ standing, barred }: World) {
    const subscribers = new MemorySubscriberStore();
    for (const [index, status] of standing.entries()) {
      const id = people[index] ?? '';
      if (status !== null)
        await subscribers.save([aSubscriber(id, { newsletters: [{ slug: 'world-brief', status, since: at }] })]);
    }
    const bars = barred.map((id) => ({
      addressHash: addressHash(`${id}@example.com`),
      reason: 'manual' as const,
      detail: null,
      since: at,
    }));
    await subscribers.suppress(bars);
    return subscribers;
  }

  function rowsOf({ rows, cut }: World): SubscriberRow[][] {
    const all = rows.map(([name, status, upper], index) => {
      const email = name === 'no address' ? name : `${upper ? name.toUpperCase() : name}@example.com`;
      return row(index + 2, email, { status, attributes: { [`row${index}`]: 'x' } });
    });
    return Array.from({ length: Math.ceil(all.length / cut) }, (_, index) => all.slice(index * cut, (index + 1) * cut));
  }

  const restraint = ['active', 'pending', 'unsubscribed'];

  test('never makes anyone active who was not, and stores nobody who is barred', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const subscribers = await made(given);
        const before = new Map(
          (await everyone(subscribers)).map((each) => [each.id, each.newsletters[0]?.status ?? '']),
        );
        const counts = await importSubscribers(groups(...rowsOf(given)), request, { subscribers });
        const { rows, added, updated, unchanged, duplicates, barred, refused } = counts;
        expect(rows).toBe(given.rows.length);
        expect(added + updated + unchanged + duplicates + barred + refused).toBe(rows);
        const after = await everyone(subscribers);
        for (const { id, newsletters } of after) {
          const status = newsletters[0]?.status ?? '';
          const was = before.get(id);
          if (was !== undefined) expect(restraint.indexOf(status)).toBeGreaterThanOrEqual(restraint.indexOf(was));
        }
        expect(after.length).toBe(before.size + added);
        for (const name of given.barred) {
          expect(after.some(({ email, id }) => email.startsWith(name) && !before.has(id))).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('done again, changes nothing and adds nobody', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const subscribers = await made(given);
        await importSubscribers(groups(...rowsOf(given)), request, { subscribers });
        const once = await everyone(subscribers);
        const counts = await importSubscribers(
          groups(...rowsOf(given)),
          { ...request, runId: 'again-' },
          { subscribers },
        );
        expect(await everyone(subscribers)).toEqual(once);
        expect(counts.added).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test('dry, counts as it would do and stores nothing', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        // A bar from one group is not seen by the next when nothing is stored.
        const rows = rowsOf(given).map((group) => group.filter(({ status }) => status !== 'bounce'));
        const subscribers = await made(given);
        const before = await everyone(subscribers);
        const dry = await importSubscribers(groups(...rows), { ...request, dryRun: true }, { subscribers });
        expect(await everyone(subscribers)).toEqual(before);
        expect(dry).toEqual(await importSubscribers(groups(...rows), request, { subscribers }));
      }),
      { numRuns: 100 },
    );
  });

  test('that died goes on where it was, with the same end and the same counts', async () => {
    const all = Array.from({ length: 250 }, (_, index) =>
      row(index + 2, index % 7 === 3 ? 'none' : `r${index % 240}@example.com`),
    );
    const grouped = { ...request, groupSize: 100 };
    const whole = new MemorySubscriberStore();
    const expected = await importSubscribers(groups(all), grouped, { subscribers: whole });
    const store = new MemorySubscriberStore();
    let reached: ImportPosition | null = null;
    const dying = importSubscribers(
      groups(all),
      grouped,
      { subscribers: store },
      {
        stored: async (position) => {
          // The second group is stored, and what came of it is never written down.
          if (reached !== null) throw new Error('killed');
          reached = position;
        },
      },
    );
    await expect(dying).rejects.toThrow('killed');
    const counts = await importSubscribers(
      groups(all),
      { ...grouped, runId: 'other-', resume: reached },
      { subscribers: store },
    );
    expect(counts).toEqual(expected);
    expect(await everyone(store)).toEqual(await everyone(whole));
  });
});
