import { describe, expect, test } from '@jest/globals';
import type { Subscriber } from '../../../core/model/subscriber.ts';
import { exportSubscribers } from '../../../core/stages/export-subscribers.ts';
import { MemorySubscriberStore } from '../../fakes/memory-subscriber-store.ts';

const at = '2026-01-01T00:00:00.000Z';

function reader(id: string, attributes: Subscriber['attributes']): Subscriber {
  const newsletters = [{ slug: 'world-brief', status: 'active' as const, since: at }];
  return {
    id,
    email: `${id}@example.com`,
    newsletters,
    attributes,
    locale: null,
    timeZone: null,
    consent: null,
    createdAt: at,
  };
}

async function csvOf(readers: readonly Subscriber[]): Promise<string[]> {
  const subscribers = new MemorySubscriberStore();
  await subscribers.save(readers);
  let text = '';
  for await (const piece of exportSubscribers({ format: 'csv', newsletter: null }, { subscribers })) text += piece;
  return text.trimEnd().split('\r\n');
}

describe('exportSubscribers, as CSV', () => {
  test('writes nothing for a reader without an attribute, even one called like something every object has', async () => {
    const names = ['toString', 'valueOf', 'hasOwnProperty'];
    const lines = await csvOf([reader('ann', {}), reader('bob', Object.fromEntries(names.map((name) => [name, 'x'])))]);
    expect(lines).toEqual([
      'id,email,status,locale,timeZone,joinedAt,consentSource,hasOwnProperty,toString,valueOf',
      `ann,ann@example.com,world-brief: active,,,${at},,,,`,
      `bob,bob@example.com,world-brief: active,,,${at},,x,x,x`,
    ]);
  });

  test('opens nothing in a spreadsheet, whatever a cell or a column begins with', async () => {
    const [header, line] = await csvOf([reader('ann', { '=1+1': '=1+1', '@b': '-2', c: '+3', d: '@x' })]);
    for (const cell of `${header},${line}`.split(',')) expect(cell).toMatch(/^(?:[^=+\-@]|$)/);
  });
});
