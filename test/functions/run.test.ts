import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { countsOf } from '../../core/stages/report.ts';
import { resolve } from '../../core/stages/resolve.ts';
import { readAudience } from '../../core/stages/select.ts';
import type { SesFaultKind } from '../emulators/ses-emulator.ts';
import { inEnvelope, sesEvent, type ToldMessage } from '../emulators/ses-events.ts';
import { type Cloud, type DayOptions, startCloud } from './cloud.ts';
import { forbiddenCalls, unusedPermissions } from './permissions.ts';

jest.setTimeout(300_000);

/** More with PRESSRUN_RECIPIENTS: the figures for 10,000 and 100,000 are in docs/operations.md. */
const many = Number(process.env['PRESSRUN_RECIPIENTS'] ?? 400);

let cloud: Cloud;
/** How many messages SES had taken before the test. */
let before = 0;

beforeAll(async () => {
  cloud = await startCloud({ forgetBytes: many > 2_000 });
});

afterAll(() => cloud.close());

async function open(subscribers: number, options: DayOptions = {}): Promise<void> {
  await cloud.nextDay(subscribers, options);
  // A warm function keeps the quota for some seconds: the test before may have had another.
  if (options.maxSendRate !== undefined) await cloud.lambda.cool();
  before = cloud.ses.accepted().length;
}

afterEach(async () => {
  await Promise.all(cloud.lambda.underWay);
  // Nothing that a function wrote to its log names a reader.
  expect(cloud.lambda.logs.filter((line) => /reader\d+@/.test(line))).toEqual([]);
});

/** Runs the state machine, and it must end well. */
async function execute(run: Parameters<Cloud['execute']>[0] = {}) {
  const execution = await cloud.execute(run);
  expect({ error: execution.error, logs: execution.error && cloud.lambda.logs.slice(-3) }).toEqual({});
  return execution;
}

/** What SES took in this test. */
function accepted() {
  return cloud.ses.accepted().slice(before);
}

async function counts() {
  return countsOf(await readAudience(cloud.edition, cloud.archive), await cloud.ledger.count(cloud.edition));
}

/** How often SES took a message for each recipient. */
function acceptances(): Map<string, number> {
  const times = new Map<string, number>();
  for (const { recipient } of accepted()) times.set(recipient, (times.get(recipient) ?? 0) + 1);
  return times;
}

function expectNobodyTwice(): void {
  expect([...acceptances()].filter(([, times]) => times > 1)).toEqual([]);
}

describe('the run, executed', () => {
  test('sends an edition to everyone once, and a second time to nobody', async () => {
    await open(150);
    const execution = await execute();
    expect(execution.path.join(' > ')).toBe(
      'Begin > Assemble > Check > Select > Anyone? > Send batches > Settle > What next? > Report > Done',
    );
    expect(await counts()).toMatchObject({ candidates: 150, recipients: 150, accepted: 150 });
    expect(await cloud.runs.get(cloud.edition)).toMatchObject({ state: 'finished', step: 'report' });
    await execute();
    expect(await counts()).toMatchObject({ accepted: 150 });
    expectNobodyTwice();
  });

  test('everyone is decided once whatever dies, times out, runs twice or is redriven', async () => {
    let dynamoCalls = 0;
    await open(many, {
      batchSize: Math.ceil(many / 8),
      maxSendRate: 400,
      // Some answers of DynamoDB are lost, and some never given.
      dynamoFault: ({ caller, action }) => {
        if (caller !== 'send' || action !== 'dynamodb:UpdateItem') return null;
        dynamoCalls += 1;
        return dynamoCalls % 41 === 0 ? 'lose' : dynamoCalls % 59 === 0 ? 'refuse' : null;
      },
    });
    const faults: SesFaultKind[] = ['accept-reset', 'error-500', 'reset-mid-body', 'throttle', 'accept-truncated-200'];
    const faultOf = ({ name, call }: { name: string; call: number }) => {
      const kind = faults[call % faults.length] ?? 'error-500';
      // SES fails while there is sending, and not where the quota is read.
      void cloud.ses.setFault(name === 'send' ? { kind, times: 3 } : null);
      if (name !== 'send') return null;
      if (call === 2 || call === 5) return { kind: 'kill' as const, afterMilliseconds: 400 };
      return call === 3 ? { kind: 'abandon' as const, afterMilliseconds: 200 } : null;
    };
    await execute({ faultOf, childRuns: (index) => (index % 3 === 0 ? 2 : 1) });
    await Promise.all(cloud.lambda.underWay);
    // A redrive, and the schedule and a person at once.
    await Promise.all([execute({ faultOf }), execute({ faultOf })]);
    await cloud.ses.setFault(null);
    await execute();
    const after = await counts();
    expect(after).toMatchObject({ recipients: many, deferred: 0, unattempted: 0, rejected: 0 });
    expect(after.accepted + after.uncertain).toBe(many);
    expectNobodyTwice();
    // Everyone whom the ledger has as accepted has the message, and whoever has it without that is uncertain.
    expect(after.accepted).toBeLessThanOrEqual(accepted().length);
    expect(accepted().length).toBeLessThanOrEqual(after.accepted + after.uncertain);
  });

  test('a batch that runs out of time is called again until it is done', async () => {
    // Of 47 seconds 45 are kept back, so the first calls send for two.
    await open(120, { sendSeconds: 47, maxSendRate: 30 });
    let sends = 0;
    await execute({
      faultOf: ({ name }) => {
        if (name === 'send') sends += 1;
        return null;
      },
    });
    expect(sends).toBeGreaterThan(1);
    expect(await counts()).toMatchObject({ accepted: 120 });
    expectNobodyTwice();
  });

  test('waits for the daily quota, and goes on when it may', async () => {
    await open(120);
    cloud.ses.setLimits({ max24HourSend: 80 });
    let sends = 0;
    const faultOf = ({ name }: { name: string }) => {
      if (name === 'send') sends += 1;
      // It looks again every hour: most of the day passes after the second look.
      if (sends === 2) cloud.clock.advanceTo(Date.parse(cloud.firing) + 22 * 3_600_000);
      return null;
    };
    const execution = await execute({ faultOf });
    expect(execution.path).toContain('Wait until it may go on');
    expect(Date.parse(cloud.firing) + 23 * 3_600_000).toBeLessThan(cloud.clock.now());
    expect(await counts()).toMatchObject({ accepted: 120 });
    expectNobodyTwice();
  });

  test('holds when the account is paused, and is resumed', async () => {
    await open(60);
    cloud.ses.setLimits({ sendingPaused: true });
    await execute();
    expect(await cloud.runs.get(cloud.edition)).toMatchObject({ state: 'held', hold: { cause: 'sending-paused' } });
    cloud.ses.setLimits({ sendingPaused: false });
    const started = await cloud.lambda.invoke('start', { newsletter: 'world-brief', at: cloud.firing, by: 'person' });
    expect(started).toMatchObject({ payload: { editionId: cloud.edition, begun: true } });
    await execute();
    expect(await counts()).toMatchObject({ accepted: 60 });
    expect(await cloud.runs.get(cloud.edition)).toMatchObject({ state: 'finished', hold: null });
  });

  test('a run that fails says why, and is taken up where it was', async () => {
    await open(30);
    cloud.ses.setLimits({ sendingPaused: true });
    await execute();
    cloud.ses.setLimits({ sendingPaused: false });
    await cloud.ses.setFault({ kind: 'error-500' });
    // A warm function keeps the quota for some seconds.
    await cloud.lambda.cool();
    const execution = await cloud.execute();
    expect(execution).toMatchObject({ status: 'FAILED', error: { Error: 'PROVIDER_UNAVAILABLE' } });
    const run = await cloud.runs.get(cloud.edition);
    expect(run).toMatchObject({ state: 'failed', detail: expect.stringContaining('PROVIDER_UNAVAILABLE') });
    await cloud.ses.setFault(null);
    await execute();
    expect(await cloud.runs.get(cloud.edition)).toMatchObject({ state: 'finished', detail: null });
    expect(await counts()).toMatchObject({ accepted: 30 });
    expectNobodyTwice();
  });

  test('two that make an edition at once make one', async () => {
    await open(5);
    const event = { editionId: cloud.edition, newsletter: 'world-brief', at: cloud.firing, force: false };
    const made = await Promise.all([1, 2].map(() => cloud.lambda.invoke('assemble', event)));
    expect(made[0]).toEqual(made[1]);
    expect(await cloud.lambda.invoke('assemble', event)).toEqual(made[0]);
  });

  test('stops on request, and is resumed', async () => {
    // One worker, so that half of the batches are done when it is asked.
    await open(120, { batchSize: 30, maxSendRate: 200 });
    await execute({
      before: async ({ name, call }) => {
        if (name === 'send' && call === 3) await cloud.runs.requestStop(cloud.edition, cloud.firing);
      },
    });
    expect(await cloud.runs.get(cloud.edition)).toMatchObject({ state: 'stopped' });
    expect(await counts()).toMatchObject({ accepted: 60, unattempted: 60 });
    await cloud.runs.clearStop(cloud.edition);
    await execute();
    expect(await counts()).toMatchObject({ accepted: 120 });
    expectNobodyTwice();
  });

  test('what stays uncertain is kept, until a person says what to do', async () => {
    await open(40);
    const before = async ({ name, call }: { name: string; call: number }) => {
      if (name === 'send' && call === 1) await cloud.ses.setFault({ kind: 'error-500', times: 3 });
    };
    const execution = await execute({ before });
    expect(execution.path).toContain('Wait for evidence');
    expect(await counts()).toMatchObject({ accepted: 37, uncertain: 3 });
    expect(await resolve(cloud.edition, 'send-again', { ledger: cloud.ledger, clock: cloud.clock })).toBe(3);
    await execute();
    expect(await counts()).toMatchObject({ accepted: 40, uncertain: 0 });
  });

  test('an edition below its minimum ends well and sends nothing', async () => {
    await open(1, { news: false });
    const execution = await execute();
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(execution.path).toEqual(['Begin', 'Assemble', 'Too few articles']);
    expect(await cloud.runs.get(cloud.edition)).toBeNull();
  });

  test('a deployment that is not prod writes to the simulator only', async () => {
    const production = cloud;
    cloud = await startCloud({ deployment: 'dev' });
    try {
      await open(20);
      const [reader] = (await cloud.subscribers.dispatchable(['s0'])).values();
      if (reader === undefined) throw new Error('no reader');
      await cloud.subscribers.save([{ ...reader.subscriber, id: 'sim', email: 'success@simulator.amazonses.com' }]);
      await execute();
      expect(await counts()).toMatchObject({ candidates: 21, recipients: 1, exclusions: 20, accepted: 1 });
      expect(accepted().map(({ destinations }) => destinations)).toEqual([['success@simulator.amazonses.com']]);
    } finally {
      await cloud.close();
      cloud = production;
    }
  });

  test('the schedule starts an edition once, and never late', async () => {
    await open(1);
    const event = { newsletter: 'world-brief', at: cloud.firing, by: 'schedule' };
    const first = await cloud.lambda.invoke('start', event);
    expect(first).toMatchObject({
      payload: { editionId: cloud.edition, name: cloud.edition.replace('/', '_'), begun: true },
    });
    expect(await cloud.lambda.invoke('start', event)).toMatchObject({ payload: { begun: false } });
    expect(cloud.started.filter(({ name }) => name === cloud.edition.replace('/', '_'))).toHaveLength(1);
    cloud.clock.advanceTo(Date.parse(cloud.firing) + 61 * 60_000);
    expect(await cloud.lambda.invoke('start', { ...event, newsletter: 'weekly' })).toMatchObject({
      error: { name: 'EDITION_TOO_LATE' },
    });
  });

  test('a file of the inbox is imported, and a bad one rejected with its report', async () => {
    await open(0);
    const bucket = cloud.deployed.outputs['ArticlesBucket'] ?? '';
    const put = (key: string, text: string) => {
      cloud.s3.objects.set(`${bucket}/${key}`, { bytes: Buffer.from(text), etag: '"x"', contentType: '' });
      return cloud.lambda.invoke('import', { detail: { object: { key } } });
    };
    const article = {
      id: 'new',
      headline: 'A new one',
      publishedAt: '2026-03-02T09:00:00Z',
      source: { format: 'json', reference: 'a' },
    };
    expect(await put('inbox/a.json', JSON.stringify(article))).toMatchObject({ payload: { articles: 1, refused: 0 } });
    expect(await cloud.articles.get('new')).toMatchObject({ headline: 'A new one' });
    const bad = JSON.stringify({ ...article, headline: '' });
    expect(await put('inbox/desk/bad.json', bad)).toMatchObject({ payload: { articles: 0, refused: 1 } });
    expect(cloud.s3.objects.get(`${bucket}/rejected/desk/bad.json`)?.bytes.toString()).toBe(bad);
    const report = cloud.s3.objects.get(`${bucket}/rejected/desk/bad.json.report.json`)?.bytes.toString() ?? '';
    expect(report).toContain('headline');
  });
});

async function flat<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** What SES publishes of a message, as the queue gets it. */
function told(type: string, message: ToldMessage, change: object = {}): string {
  return JSON.stringify(sesEvent(type, message, change));
}

/** Hands over events as the queue does, 200 at a time: what failed, or was with a function that died, comes again. */
async function tellAll(events: readonly string[]): Promise<void> {
  for (let start = 0; start < events.length; start += 200) {
    let left = events.slice(start, start + 200);
    for (let times = 1; left.length > 0; times += 1) {
      if (times > 5) throw new Error(`${left.length} events failed five times`);
      const result = await cloud.tell(left);
      if ('error' in result) continue;
      const { batchItemFailures } = result.payload as { batchItemFailures: { itemIdentifier: string }[] };
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      left = left.filter((_, index) => failed.has(`m${index}`));
    }
  }
}

describe('feedback, from SES to the ledger', () => {
  test('settles answers that were lost while the run waits for it', async () => {
    await open(60);
    const execution = await execute({
      before: async ({ name, call }) => {
        if (name === 'send' && call === 1) await cloud.ses.setFault({ kind: 'accept-reset', times: 4 });
        if (name !== 'settle' || call > 2) return;
        // The first time some events are late; all of them come twice in the end, and in no order.
        const known = call === 1 ? accepted().slice(10) : accepted();
        const events = known.flatMap((message) => [told('Delivery', message), told('Send', message)]);
        expect(await cloud.tell(events)).toEqual({ payload: { batchItemFailures: [] } });
      },
    });
    expect(execution.path).toContain('Wait for evidence');
    expect(await counts()).toMatchObject({ accepted: 60, uncertain: 0 });
    expect(await cloud.runs.get(cloud.edition)).toMatchObject({ state: 'finished' });
    expect(await cloud.feedback.tally(cloud.edition)).toEqual({ known: 60, decided: 60, bounced: 0, complained: 0 });
    expectNobodyTwice();
  });

  test('bars who bounced or complained; what cannot be read fails alone', async () => {
    await open(12);
    await execute();
    const [one, two, three, four] = accepted();
    if (!one || !two || !three || !four) throw new Error('too few messages');
    const batch = [
      told('Bounce', one),
      'not an event, says reader0@example.com',
      JSON.stringify(inEnvelope(sesEvent('Complaint', two))),
      told('Complaint', three, { complaintFeedbackType: 'not-spam' }),
      told('Bounce', four, { bounceType: 'Transient', bounceSubType: 'MailboxFull' }),
      told('A Type Of Tomorrow', four),
      'Successfully validated SNS topic for Amazon SES event publishing.',
    ];
    for (const _twice of [1, 2]) {
      expect(await cloud.tell(batch)).toEqual({ payload: { batchItemFailures: [{ itemIdentifier: 'm1' }] } });
    }
    const bars = await flat(cloud.subscribers.suppressions());
    expect(bars.map(({ reason, detail }) => `${reason} ${detail}`).sort()).toEqual([
      'bounce General 5.1.1',
      'complaint abuse',
    ]);
    const kept = await flat(cloud.feedback.of(cloud.edition));
    expect(kept.map(({ kind }) => kind).sort()).toEqual(['bounce', 'bounce', 'complaint', 'complaint', 'other']);
    expect(await cloud.feedback.tally(cloud.edition)).toMatchObject({ decided: 3, bounced: 2, complained: 1 });
  });

  test('holds a run whose messages bounce, and a person lets it go on', async () => {
    await open(700, { batchSize: 100, maxSendRate: 200 });
    let heard = false;
    await execute({
      before: async ({ name }) => {
        const messages = accepted();
        if (name !== 'send' || heard || messages.length < 520) return;
        heard = true;
        await tellAll(messages.map((message, index) => told(index % 15 === 0 ? 'Bounce' : 'Delivery', message)));
      },
    });
    const run = await cloud.runs.get(cloud.edition);
    expect(run).toMatchObject({ state: 'held', hold: { cause: 'bounce-rate', until: null } });
    expect(run?.hold?.detail).toMatch(/^\d+ bounces on the \d+ messages whose fate is known: 6\.\d\d %/);
    expect((await counts()).unattempted).toBeGreaterThan(0);
    await cloud.lambda.invoke('start', { newsletter: 'world-brief', at: cloud.firing, by: 'person' });
    await execute();
    expect(await cloud.runs.get(cloud.edition)).toMatchObject({ state: 'finished', hold: null });
    const after = await counts();
    // Whoever bounced is decided already; nobody is left.
    expect(after).toMatchObject({ recipients: 700, accepted: 700, unattempted: 0 });
    expectNobodyTwice();
  });
});

describe('what the roles allow', () => {
  test('every call that was made', async () => {
    const distinct = new Map(cloud.calls().map((call) => [`${call.caller} ${call.action} ${call.resource}`, call]));
    expect(distinct.size).toBeGreaterThan(30);
    expect(await forbiddenCalls([...distinct.values()], cloud.deployed)).toEqual([]);
  });

  test('and nothing else, but for what is written here', () => {
    const reasons: Record<string, string> = {
      'start sqs:': 'Lambda itself hands over what the function failed of, in its role’s name.',
      'recordFeedback sqs:': 'Lambda itself takes events from the queue in the function’s name, and removes them.',
      'send ses:SendRawEmail identity/*@': 'Where an address of the domain is an identity too, SES judges by that one.',
      'pages ': 'Called in test/functions/web.test.ts.',
    };
    const unused = unusedPermissions(cloud.calls(), cloud.deployed).map((line) =>
      line.replace(/arn:aws:ses:[^:]*:[^:]*:/, ''),
    );
    const excused = (line: string) => Object.keys(reasons).some((start) => line.startsWith(start));
    expect(unused.filter((line) => !excused(line))).toEqual([]);
  });

  test('and a call that is not allowed is seen', async () => {
    const stranger = { caller: 'report', action: 'ses:SendRawEmail', resource: '*' };
    expect(await forbiddenCalls([stranger], cloud.deployed)).toHaveLength(1);
  });
});
