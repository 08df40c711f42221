import { createHash } from 'node:crypto';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SesMailer, type SesMailerOptions } from '../../../adapters/aws/ses-mailer.ts';
import type { Answer } from '../../../core/model/outcome.ts';
import { compileMessagePlan, composeMessage } from '../../../core/stages/compose.ts';
import { outcomeOf } from '../../../core/stages/outcome-of.ts';
import { mailerContract, outgoing } from '../../contracts/mailer.ts';
import { editionOf, envelope, recipient } from '../../core/stages/compose-fixture.ts';
import {
  faultsThatAccept,
  faultsThatTakeNothing,
  type SesEmulatorOptions,
  type SesFaultKind,
  startSesEmulator,
} from '../../emulators/ses-emulator.ts';
import { type ForkedSesEmulator, forkSesEmulator } from '../../emulators/ses-emulator-fork.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

function mailerFor(
  ses: { url: string; certificate: string | null },
  changes: Partial<SesMailerOptions> = {},
): SesMailer {
  return new SesMailer({
    region: 'us-east-1',
    endpoint: ses.url,
    credentials,
    connectTimeoutSeconds: 20,
    requestTimeoutSeconds: 20,
    ...(ses.certificate === null ? {} : { certificateAuthority: ses.certificate }),
    ...changes,
  });
}

for (const protocol of ['https', 'http'] as const) {
  mailerContract(`SES over ${protocol}`, async () => {
    const ses = await startSesEmulator({ protocol });
    const mailer = mailerFor(ses);
    return {
      mailer,
      accepted: async () => ses.accepted().map((message) => message.bytes),
      close: async () => {
        mailer.close();
        await ses.close();
      },
    };
  });
}

describe('SesMailer', () => {
  const open: { close(): Promise<void> | void }[] = [];

  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  async function start(options: SesEmulatorOptions = {}, changes: Partial<SesMailerOptions> = {}) {
    const ses = await startSesEmulator(options);
    const mailer = mailerFor(ses, changes);
    open.push(mailer, ses);
    return { ses, mailer };
  }

  test('puts on the wire what the SDK alone would', async () => {
    const { ses, mailer } = await start({ limits: { configurationSets: ['news'] } }, { configurationSet: 'news' });
    const plain = new SESClient({
      region: 'us-east-1',
      endpoint: ses.url,
      credentials,
      // biome-ignore lint/style/noNonNullAssertion: over TLS there is one
      requestHandler: { httpsAgent: { ca: ses.certificate! } },
    });
    const plan = compileMessagePlan(
      editionOf({ text: 'Dear {first_name}, ++//==&& é\n', html: '<p>{city}' }),
      envelope,
    );
    const message = composeMessage(plan, recipient);
    await mailer.send(outgoing(1, { message }));
    await plain.send(
      new SendRawEmailCommand({
        Source: 'brief@news.example.org',
        Destinations: ['ann@example.com'],
        ConfigurationSetName: 'news',
        RawMessage: { Data: message.bytes() },
        Tags: [
          { Name: 'edition', Value: 'world-brief_2026-11-23' },
          { Name: 'recipient', Value: 'subscriber-1' },
          { Name: 'attempt', Value: 'attempt_1-A' },
          { Name: 'ses:feedback-id-a', Value: 'world-brief_2026-11-23' },
          { Name: 'ses:feedback-id-b', Value: 'world-brief' },
        ],
      }),
    );
    plain.destroy();
    const [ours, theirs] = ses.accepted();
    expect(ours?.bytes.toString('latin1')).toBe(Buffer.from(message.bytes()).toString('latin1'));
    expect({ ...ours, at: 0, providerMessageId: '' }).toEqual({ ...theirs, at: 0, providerMessageId: '' });
    const [first, second] = ses.requests();
    const sorted = (body: string) => [...new URLSearchParams(body)].map((pair) => pair.join('=')).sort();
    expect(sorted(first?.body ?? '')).toEqual(sorted(second?.body ?? ''));
    expect(first?.body.length).toBe(second?.body.length);
    const described = (request: typeof first) => ({
      path: request?.path,
      type: request?.headers['content-type'],
      length: request?.headers['content-length'],
      signed: /SignedHeaders=[^,]*host;[^,]*x-amz-date/.test(request?.headers['authorization'] ?? ''),
      agent: /aws-sdk-js\/3.* api\/ses/.test(request?.headers['user-agent'] ?? ''),
    });
    expect(described(first)).toEqual({ ...described(second), signed: true, agent: true });
    expect(first?.headers['x-amz-content-sha256']).toBe(
      createHash('sha256')
        .update(first?.body ?? '', 'latin1')
        .digest('hex'),
    );
  });

  test('keeps no more connections than it sends at once, and uses them again', async () => {
    const { ses, mailer } = await start({}, { concurrency: 4 });
    await Promise.all(Array.from({ length: 60 }, (_, number) => mailer.send(outgoing(number))));
    expect(ses.connections()).toBeLessThanOrEqual(4);
    expect(ses.accepted()).toHaveLength(60);
  });

  test('reads the quota in one call', async () => {
    const { ses, mailer } = await start({ limits: { max24HourSend: 200, maxSendRate: 14 } });
    await mailer.send(outgoing(1));
    expect(await mailer.quota()).toEqual({ maxPerSecond: 14, remaining: 199 });
    expect(ses.calls()).toEqual({ SendRawEmail: 1, GetSendQuota: 1 });
  });

  test('asks for the quota once, however often it is asked, and again when another has just asked', async () => {
    const { ses, mailer } = await start({ limits: { maxSendRate: 14 } });
    const other = mailerFor(ses);
    open.push(other);
    await mailer.quota();
    await mailer.quota();
    expect(ses.calls()['GetSendQuota']).toBe(1);
    expect(await other.quota()).toMatchObject({ maxPerSecond: 14 });
    expect(ses.calls()['GetSendQuota']).toBeGreaterThan(1);
  });

  test('a quota that cannot be had is an error with its reason, and is asked for again', async () => {
    const { ses, mailer } = await start();
    await ses.setFault({ kind: 'expired-credentials', times: 1 });
    await expect(mailer.quota()).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('The security token included in the request is expired'),
    });
    expect(await mailer.quota()).toMatchObject({ remaining: null });
  });

  test('an account without a daily limit has no remaining to count', async () => {
    const { mailer } = await start({ limits: { max24HourSend: -1 } });
    expect((await mailer.quota()).remaining).toBeNull();
  });

  describe('with no connection', () => {
    test.each([
      ['a name that does not resolve', { endpoint: 'https://ses.invalid' }],
      ['a port where nobody listens', { endpoint: 'https://127.0.0.1:1' }],
      ['a certificate nobody vouches for', { certificateAuthority: '' }],
      ['no credentials', { credentials: () => Promise.reject(new Error('none to be had')) }],
    ])('%s', async (_, changes) => {
      const { ses, mailer } = await start({}, changes);
      expect((await mailer.send(outgoing(1))).kind).toBe('no-connection');
      expect(ses.accepted()).toHaveLength(0);
      expect(ses.calls()).toEqual({});
    });

    test('all connections busy until the time is up', async () => {
      const { ses, mailer } = await start({}, { concurrency: 1, connectTimeoutSeconds: 0.3, requestTimeoutSeconds: 1 });
      await ses.setFault({ kind: 'hang' });
      const answers = await Promise.all([mailer.send(outgoing(1)), mailer.send(outgoing(2))]);
      expect(answers.map((answer) => answer.kind)).toEqual(['broken', 'no-connection']);
    });
  });
});

describe('SesMailer and every fault', () => {
  let ses: ForkedSesEmulator;

  beforeAll(async () => {
    ses = await forkSesEmulator();
  });

  afterAll(async () => {
    await ses.close();
  });

  /** The answer's kind, status and code, and what `outcomeOf` makes of it. */
  const expected: Record<
    SesFaultKind,
    [kind: Answer['kind'], status: number | null, code: string | null, state: string]
  > = {
    refuse: ['no-connection', null, null, 'deferred'],
    'reset-handshake': ['no-connection', null, null, 'deferred'],
    'stall-handshake': ['no-connection', null, null, 'deferred'],
    'reset-before-body': ['broken', null, null, 'uncertain'],
    'reset-mid-body': ['broken', null, null, 'uncertain'],
    'reset-after-body': ['broken', null, null, 'uncertain'],
    hang: ['broken', null, null, 'uncertain'],
    'error-500': ['response', 500, 'InternalFailure', 'uncertain'],
    'error-503': ['response', 503, 'ServiceUnavailable', 'uncertain'],
    throttle: ['response', 400, 'Throttling', 'deferred'],
    'daily-quota': ['response', 400, 'Throttling', 'deferred'],
    paused: ['response', 400, 'AccountSendingPausedException', 'deferred'],
    'not-verified': ['response', 400, 'MessageRejected', 'deferred'],
    'reject-recipient': ['response', 400, 'InvalidParameterValue', 'rejected'],
    'expired-credentials': ['response', 403, 'ExpiredToken', 'deferred'],
    'garbage-400': ['response', 400, null, 'deferred'],
    'truncated-400': ['broken', null, null, 'uncertain'],
    'accept-reset': ['broken', null, null, 'uncertain'],
    'accept-close': ['broken', null, null, 'uncertain'],
    'accept-hang': ['broken', null, null, 'uncertain'],
    'accept-500': ['response', 500, 'InternalFailure', 'uncertain'],
    'accept-502-html': ['response', 502, null, 'uncertain'],
    'accept-truncated-200': ['broken', null, null, 'uncertain'],
    'accept-stalled-200': ['broken', null, null, 'uncertain'],
    'accept-garbage-200': ['response', 200, null, 'uncertain'],
    'accept-empty-200': ['response', 200, null, 'uncertain'],
    'accept-garbage-bytes': ['broken', null, null, 'uncertain'],
    'accept-no-message-id': ['response', 200, null, 'uncertain'],
    'accept-slow': ['response', 200, null, 'accepted'],
  };

  const belowRequests: readonly SesFaultKind[] = ['refuse', 'reset-handshake', 'stall-handshake'];
  const waits: readonly SesFaultKind[] = ['hang', 'accept-hang', 'accept-stalled-200'];

  test.each([...faultsThatTakeNothing, ...faultsThatAccept])('%s', async (kind) => {
    const limits = { connectTimeoutSeconds: 0.7, requestTimeoutSeconds: waits.includes(kind) ? 1 : 20 };
    const mailer = mailerFor(ses, limits);
    // On a connection that is made already, and on one that is not; what stands below the request meets the latter alone.
    for (const kept of belowRequests.includes(kind) ? [false] : [true, false]) {
      if (kept) expect((await mailer.send(outgoing(0))).kind).toBe('response');
      else mailer.close();
      const before = await ses.accepted();
      await ses.setFault({ kind });
      const fresh = kept ? mailer : mailerFor(ses, limits);
      const answer = await fresh.send(outgoing(1));
      await ses.setFault(null);
      const taken = (await ses.accepted()).slice(before.length);
      const { from, to } = outgoing(1);
      expect([
        answer.kind,
        answer.kind === 'response' ? answer.status : null,
        answer.kind === 'response' ? answer.code : null,
        outcomeOf(answer, { from, to }).state,
      ]).toEqual(expected[kind]);
      expect(taken.map((message) => message.attempt)).toEqual(
        (faultsThatAccept as readonly string[]).includes(kind) ? ['attempt_1-A'] : [],
      );
      // What was taken is never described as something that may be sent again.
      if (taken.length > 0) {
        expect(answer.kind).not.toBe('no-connection');
        expect(answer.kind === 'response' && answer.status >= 400 && answer.status < 500).toBe(false);
        expect(['accepted', 'uncertain']).toContain(outcomeOf(answer, { from, to }).state);
      }
      // The next message is none the worse for it.
      expect(await fresh.send(outgoing(2))).toMatchObject({ kind: 'response', status: 200 });
      fresh.close();
    }
  });

  test('has an entry for every fault the emulator knows', () => {
    expect(Object.keys(expected).sort()).toEqual([...faultsThatTakeNothing, ...faultsThatAccept].sort());
  });
});
