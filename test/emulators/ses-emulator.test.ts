import {
  GetAccountSendingEnabledCommand,
  GetSendQuotaCommand,
  SESClient,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
} from '@aws-sdk/client-ses';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { SesLimits } from './ses-account.ts';
import { type SesEmulator, type SesEmulatorOptions, startSesEmulator } from './ses-emulator.ts';

const headers = 'From: Brief <brief@news.example.org>\r\nTo: ann@example.com\r\nSubject: News\r\n';

describe('the SES emulator', () => {
  let ses: SesEmulator;
  let client: SESClient;
  let now = 1_800_000_000_000;

  async function start(limits: Partial<SesLimits> = {}, options: SesEmulatorOptions = {}) {
    ses = await startSesEmulator({ protocol: 'http', limits, now: () => now, ...options });
    client = new SESClient({
      region: 'us-east-1',
      endpoint: ses.url,
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  }

  afterEach(async () => {
    client.destroy();
    await ses.close();
  });

  function send(changes: Partial<SendRawEmailCommandInput> & { data?: string } = {}) {
    const { data, ...rest } = changes;
    return client.send(
      new SendRawEmailCommand({
        Source: 'brief@news.example.org',
        Destinations: ['ann@example.com'],
        RawMessage: { Data: Buffer.from(data ?? `${headers}\r\nbody\r\n`, 'latin1') },
        ...rest,
      }),
    );
  }

  const refused = (name: string, message: RegExp) =>
    expect.objectContaining({ name, message: expect.stringMatching(message) });

  test('keeps what it took, exactly', async () => {
    await start();
    const data = `${headers}\r\n.\r\n+/= %2B \xe9\x00\r\n`;
    const { MessageId } = await send({ data, Tags: [{ Name: 'attempt', Value: 'a-1' }] });
    expect(ses.accepted()).toEqual([
      {
        providerMessageId: MessageId,
        source: 'brief@news.example.org',
        destinations: ['ann@example.com'],
        configurationSet: null,
        tags: { attempt: 'a-1' },
        edition: '',
        recipient: '',
        attempt: 'a-1',
        bytes: Buffer.from(data, 'latin1'),
        at: now,
      },
    ]);
  });

  describe('holds its limits', () => {
    test.each([
      ['!', /tag value/],
      ['a'.repeat(257), /256 at most/],
      ['é', /tag value/],
      ['', /tag value/],
    ])('tag values: %j', async (Value, message) => {
      await start();
      await expect(send({ Tags: [{ Name: 'edition', Value }] })).rejects.toEqual(
        refused('InvalidParameterValue', message),
      );
      await send({ Tags: [{ Name: 'edition', Value: 'a'.repeat(256) }] });
    });

    test.each(['ses:other', 'a b', 'a'.repeat(257)])('tag names: %j', async (Name) => {
      await start();
      await expect(send({ Tags: [{ Name, Value: 'x' }] })).rejects.toEqual(
        refused('InvalidParameterValue', /tag name/),
      );
      await send({ Tags: [{ Name: 'ses:feedback-id-a', Value: 'x' }] });
    });

    test('10 MB a message, base64 and all', async () => {
      await start();
      const body = (length: number) => `${headers}\r\n${'a\r\n'.repeat(length / 3)}`;
      await expect(send({ data: body(7_864_320) })).rejects.toEqual(
        refused('InvalidParameterValue', /more than 10485760 bytes long/),
      );
      await send({ data: body(7_864_000) });
    });

    test('50 recipients, and at least one', async () => {
      await start();
      const Destinations = Array.from({ length: 51 }, (_, number) => `r${number}@example.com`);
      await expect(send({ Destinations })).rejects.toEqual(refused('InvalidParameterValue', /exceeds 50/));
      await send({ Destinations: Destinations.slice(1) });
      await expect(send({ Destinations: [], data: 'From: a@example.com\r\n\r\n' })).rejects.toEqual(
        refused('InvalidParameterValue', /No recipients/),
      );
    });

    test.each([
      ['header lines under 998', `X-A: ${'a'.repeat(993)}\r\n`, /Header too long: 'X-A'/],
      ['seven bits in headers', 'X-A: \xe9\r\n', /printable ASCII/],
      ['one header of a name', 'Subject: again\r\n', /Duplicate header 'subject'/],
    ])('%s', async (_, line, message) => {
      await start();
      await expect(send({ data: `${headers}${line}\r\nbody` })).rejects.toEqual(
        refused('InvalidParameterValue', message),
      );
      await send({ data: `${headers}X-A: ${'a'.repeat(992)}\r\n\r\nbody` });
    });

    test('lines of the body up to 998', async () => {
      await start();
      await expect(send({ data: `${headers}\r\n${'a'.repeat(999)}\r\n` })).rejects.toEqual(
        refused('InvalidParameterValue', /longer than 998/),
      );
      await send({ data: `${headers}\r\n${'a'.repeat(998)}\r\n` });
    });

    test('a message has a From, and content', async () => {
      await start();
      await expect(send({ data: 'To: ann@example.com\r\n\r\n' })).rejects.toEqual(
        refused('InvalidParameterValue', /Missing required header 'From'/),
      );
      await expect(send({ RawMessage: { Data: new Uint8Array() } })).rejects.toEqual(
        refused('InvalidParameterValue', /Empty raw message/),
      );
    });

    test.each([
      ['ann', /Missing final '@domain'/],
      ['ann lee@example.com', /Illegal address: <ann lee@example.com>/],
      ['änn@example.com', /Illegal address/],
    ])('recipients: %s', async (address, message) => {
      await start();
      await expect(send({ Destinations: [address] })).rejects.toEqual(refused('InvalidParameterValue', message));
    });

    test('recipients a second', async () => {
      await start({ maxSendRate: 2 });
      await send();
      await send();
      await expect(send()).rejects.toEqual(refused('Throttling', /^Maximum sending rate exceeded\.$/));
      now += 1_000;
      await send();
      expect(ses.accepted()).toHaveLength(3);
    });

    test('recipients in 24 hours', async () => {
      await start({ max24HourSend: 1 });
      await send();
      await expect(send()).rejects.toEqual(refused('Throttling', /^Daily message quota exceeded\.$/));
      now += 86_400_000;
      await send();
    });

    test('one call a second of every other API, and none of the sends counts', async () => {
      await start({ max24HourSend: 200, maxSendRate: 14 });
      await send();
      expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({
        Max24HourSend: 200,
        MaxSendRate: 14,
        SentLast24Hours: 1,
      });
      await expect(client.send(new GetAccountSendingEnabledCommand({}))).rejects.toEqual(
        refused('Throttling', /Rate exceeded/),
      );
      now += 1_000;
      expect(await client.send(new GetAccountSendingEnabledCommand({}))).toMatchObject({ Enabled: true });
    });

    test('a paused account, a paused and an unknown configuration set', async () => {
      await start({ configurationSets: ['news'], pausedConfigurationSets: ['news'] });
      await expect(send({ ConfigurationSetName: 'news' })).rejects.toEqual(
        refused('ConfigurationSetSendingPausedException', /paused/),
      );
      await expect(send({ ConfigurationSetName: 'other' })).rejects.toEqual(
        refused('ConfigurationSetDoesNotExistException', /<other> does not exist/),
      );
      ses.setLimits({ sendingPaused: true });
      await expect(send()).rejects.toEqual(refused('AccountSendingPausedException', /paused/));
    });

    test('verified identities, and in the sandbox verified recipients', async () => {
      await start({ verified: ['news.example.org'] });
      await send();
      ses.setLimits({ verified: ['other.example'] });
      await expect(send()).rejects.toEqual(
        refused('MessageRejected', /not verified.*region US-EAST-1: brief@news\.example\.org$/),
      );
      ses.setLimits({ verified: ['news.example.org'], sandbox: true });
      await expect(send()).rejects.toEqual(refused('MessageRejected', /US-EAST-1: ann@example\.com$/));
      await send({ Destinations: ['success@simulator.amazonses.com'] });
    });

    test('signatures', async () => {
      await start({}, { credentials: { accessKeyId: 'test', secretAccessKey: 'another' } });
      await expect(send()).rejects.toEqual(refused('SignatureDoesNotMatch', /signature/));
      await ses.close();
      await start({}, { credentials: { accessKeyId: 'another', secretAccessKey: 'test' } });
      await expect(send()).rejects.toEqual(refused('InvalidClientTokenId', /security token/));
      expect((await fetch(ses.url, { method: 'POST', body: 'Action=GetSendQuota&Version=2010-12-01' })).status).toBe(
        403,
      );
    });

    test('the query protocol’s own: actions, versions, and percent-encoding', async () => {
      await start({}, { credentials: null });
      const ask = async (body: string) => (await fetch(ses.url, { method: 'POST', body })).text();
      expect(await ask('Action=Nonsense&Version=2010-12-01')).toContain('<Code>InvalidAction</Code>');
      expect(await ask('Action=GetSendQuota&Version=2009-01-01')).toContain('<Code>InvalidAction</Code>');
      const data = Buffer.from(`${headers}\r\n\xfb\xff\xfb\xff`, 'latin1').toString('base64');
      const body = 'Action=SendRawEmail&Version=2010-12-01&Destinations.member.1=ann%40example.com&RawMessage.Data=';
      expect(data).toContain('+');
      expect(await ask(body + data)).toContain('<Code>MalformedInput</Code>');
      expect(await ask(body + encodeURIComponent(data))).toContain('<MessageId>');
    });
  });

  test('meets a fault as often as it was told to', async () => {
    await start();
    await ses.setFault({ kind: 'throttle', times: 2 });
    await expect(send()).rejects.toThrow();
    await expect(send()).rejects.toThrow();
    await send();
    await ses.setFault({ kind: 'refuse' });
    client.destroy();
    await expect(send()).rejects.toThrow(/ECONNREFUSED/);
    await ses.setFault(null);
    await send();
    expect(ses.accepted()).toHaveLength(2);
  });
});
