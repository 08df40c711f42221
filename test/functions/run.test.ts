import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { countsOf } from '../../core/stages/report.ts';
import { readAudience } from '../../core/stages/select.ts';
import { type Cloud, type CloudOptions, startCloud } from './cloud.ts';

const edition = 'world-brief/2026-03-02';
let cloud: Cloud;

async function open(subscribers: number, options: CloudOptions = {}): Promise<void> {
  cloud = await startCloud(options);
  await cloud.seed(subscribers);
}

afterEach(() => cloud.close());

async function counts() {
  return countsOf(await readAudience(edition, cloud.archive), await cloud.ledger.count(edition));
}

/** How often SES took a message for each recipient. */
function acceptances(): Map<string, number> {
  const times = new Map<string, number>();
  for (const { recipient } of cloud.ses.accepted()) times.set(recipient, (times.get(recipient) ?? 0) + 1);
  return times;
}

jest.setTimeout(180_000);

describe('the run, executed', () => {
  test('sends an edition to everyone once', async () => {
    await open(250);
    const execution = await cloud.execute();
    expect(execution.error).toBeUndefined();
    expect(execution.path).toEqual([
      'Begin',
      'Assemble',
      'Check',
      'Select',
      'Anyone?',
      'Send batches',
      'Settle',
      'What next?',
      'Report',
      'Done',
    ]);
    expect(await counts()).toMatchObject({ candidates: 250, recipients: 250, accepted: 250 });
    expect([...acceptances().values()].every((times) => times === 1)).toBe(true);
    expect(await cloud.runs.get(edition)).toMatchObject({ state: 'finished', step: 'report' });
  });
});
