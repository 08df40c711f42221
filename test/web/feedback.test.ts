import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSesInlet, type Page } from '../../adapters/aws/ses-events-http.ts';
import { PressrunError } from '../../core/errors.ts';
import { addressHash } from '../../core/text/hash.ts';
import { selfSignedCertificate } from '../emulators/ses-certificate.ts';
import { inEnvelope, sesEvent, type ToldMessage } from '../emulators/ses-events.ts';
import { SnsTopic } from '../emulators/sns.ts';
import { noon, TestSite } from './test-site.ts';

// biome-ignore lint/suspicious/noExplicitAny: a request is JSON
type Json = any;

const topic = new SnsTopic();
const hash = addressHash('ann@example.com');
const message: ToldMessage = {
  providerMessageId: 'p1',
  source: 'brief@news.example.org',
  destinations: ['ann@example.com'],
  tags: { edition: 'world-brief_2026-11-23', recipient: 'ann', attempt: 'a1' },
  at: noon - 60_000,
};
const edition = 'world-brief/2026-11-23';

let site: TestSite;
let fetched: string[];
let pageOf: (url: string) => Page | Promise<Page>;

beforeEach(async () => {
  fetched = [];
  pageOf = (url) => ({ status: 200, text: url === topic.certificateUrl ? topic.certificate : 'fine' });
  const fetchPage = async (url: string) => {
    fetched.push(url);
    return pageOf(url);
  };
  site = new TestSite({}, (test) => ({
    ses: createSesInlet({ topicArn: topic.arn, clock: { now: () => test.now }, fetchPage }),
    ledger: test.ledger,
  }));
  await site.ledger.claim(edition, [{ subscriberId: 'ann', attemptId: 'a1', claimedAt: new Date(noon).toISOString() }]);
});

async function post(body: Json, path = '/feedback/ses') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'Content-Type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': String(body?.Type) };
  return site.app.request(path, { method: 'POST', body: text, headers });
}

/** That nothing came of it: neither in the stores nor on the network. */
async function expectNothing(response: Response, { fetches = 0 } = {}): Promise<void> {
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(site.ledger.peek(edition, 'ann')?.state).toBe('claimed');
  expect(await site.feedback.ofSubscriber('ann')).toEqual([]);
  expect((await site.subscribers.suppressionsOf([hash])).size).toBe(0);
  expect(fetched).toHaveLength(fetches);
  expect(site.events.join(' ')).not.toMatch(/ann@/);
}

describe('events that SNS posts', () => {
  test.each(['1', '2'])('are recorded where they are signed, with version %s', async (SignatureVersion) => {
    const request = topic.notification(sesEvent('Bounce', message), noon, { SignatureVersion, Subject: 'Amazon SES' });
    for (const _twice of [1, 2]) expect((await post(request)).status).toBe(200);
    expect(site.ledger.peek(edition, 'ann')?.state).toBe('accepted');
    expect((await site.subscribers.suppressionsOf([hash])).get(hash)).toMatchObject({ reason: 'bounce' });
    expect(await site.feedback.ofSubscriber('ann')).toHaveLength(1);
    // The certificate is fetched once.
    expect(fetched).toEqual([topic.certificateUrl]);
  });

  test('as long as SNS makes them', async () => {
    const event = sesEvent('Delivery', message);
    event.mail.headers.push({ name: 'X-Long', value: 'x'.repeat(200_000) });
    expect((await post(topic.notification(event, noon))).status).toBe(200);
    expect(site.ledger.peek(edition, 'ann')?.state).toBe('accepted');
  });

  test('SES’s word that it joined the topic is let be', async () => {
    const note = 'Successfully validated SNS topic for Amazon SES event publishing.';
    expect((await post(topic.notification(note, noon))).status).toBe(200);
    expect(await site.feedback.ofSubscriber('ann')).toEqual([]);
  });

  test('a store that does not answer is said so, and SNS asks again', async () => {
    site.feedback.add = async () => {
      throw new PressrunError('STORE_UNAVAILABLE', 'The feedback’s database refused.');
    };
    expect((await post(topic.notification(sesEvent('Send', message), noon))).status).toBe(503);
  });

  test('the certificate is fetched again after a day', async () => {
    await post(topic.notification(sesEvent('Send', message), noon));
    site.now = noon + 23 * 3_600_000;
    await post(topic.notification(sesEvent('Send', message), site.now));
    expect(fetched).toHaveLength(1);
    site.now = noon + 25 * 3_600_000;
    await post(topic.notification(sesEvent('Send', message), site.now));
    expect(fetched).toHaveLength(2);
  });
});

describe('a subscription', () => {
  test('of the topic is confirmed by fetching its URL', async () => {
    const request = topic.confirmation(noon);
    expect((await post(request)).status).toBe(200);
    expect(fetched).toEqual([topic.certificateUrl, request.SubscribeURL]);
  });

  test.each([
    'https://example.com/?Action=ConfirmSubscription&TopicArn=ARN&Token=t',
    'http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=ARN&Token=t',
    'https://sns.eu-west-1.amazonaws.com.example.com/?Action=ConfirmSubscription&TopicArn=ARN&Token=t',
    'https://sns.eu-west-1.amazonaws.com@example.com/?Action=ConfirmSubscription&TopicArn=ARN&Token=t',
    'https://sns.eu-west-1.amazonaws.com:444/?Action=ConfirmSubscription&TopicArn=ARN&Token=t',
    'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=ARN&Token=t',
    'https://sns.eu-west-1.amazonaws.com/?Action=DeleteTopic&TopicArn=ARN&Token=t',
    'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=ARN&TopicArn=x&Token=t',
    'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=another&Token=t',
    '/etc/passwd',
  ])('by no other URL, even signed: %s', async (url) => {
    const SubscribeURL = url.replace('ARN', topic.arn);
    await expectNothing(await post(topic.confirmation(noon, { SubscribeURL })), { fetches: 1 });
  });

  test('that was left is noted', async () => {
    expect((await post(topic.confirmation(noon, { Type: 'UnsubscribeConfirmation' }))).status).toBe(200);
    expect(fetched).toEqual([topic.certificateUrl]);
  });

  test('is put off where SNS does not answer', async () => {
    pageOf = (url) => {
      if (url === topic.certificateUrl) return { status: 200, text: topic.certificate };
      throw new Error('ECONNRESET');
    };
    const response = await post(topic.confirmation(noon));
    expect(response.status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('60');
  });
});

describe('whatever is not SNS’s', () => {
  const event = () => topic.notification(sesEvent('Complaint', message), noon);
  const changes: [string, (request: Json) => Json, number][] = [
    ['a message changed after signing', (it) => ({ ...it, Message: it.Message.replace('abuse', 'fraud') }), 1],
    ['a type changed after signing', (it) => ({ ...it, Type: 'SubscriptionConfirmation', Token: 't' }), 1],
    ['a subject added after signing', (it) => ({ ...it, Subject: 'x' }), 1],
    ['another version than it was signed with', (it) => ({ ...it, SignatureVersion: '1' }), 1],
    ['no signature', (it) => ({ ...it, Signature: '' }), 1],
    ['a signature that is no base64', (it) => ({ ...it, Signature: '§§' }), 0],
    ['a version that there is not', (it) => ({ ...it, SignatureVersion: '3' }), 0],
    ['another topic, well signed', (it) => topic.sign({ ...it, TopicArn: `${topic.arn}-2` }), 0],
    ['another key’s signature', (it) => new SnsTopic().sign(it), 1],
    [
      'another host’s certificate',
      (it) => topic.sign({ ...it, SigningCertURL: 'https://example.com/SimpleNotificationService-a.pem' }),
      0,
    ],
    [
      'a host that only begins so',
      (it) =>
        topic.sign({
          ...it,
          SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.example.com/SimpleNotificationService-a.pem',
        }),
      0,
    ],
    [
      'a certificate without TLS',
      (it) => topic.sign({ ...it, SigningCertURL: topic.certificateUrl.replace('https', 'http') }),
      0,
    ],
    [
      'a bucket’s file',
      (it) =>
        topic.sign({ ...it, SigningCertURL: 'https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem' }),
      0,
    ],
    ['another path', (it) => topic.sign({ ...it, SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/?Action=x' }), 0],
    ['three hours ago', () => topic.notification(sesEvent('Complaint', message), noon - 3 * 3_600_000), 0],
    ['tomorrow', () => topic.notification(sesEvent('Complaint', message), noon + 86_400_000), 0],
    ['no time', (it) => topic.sign({ ...it, Timestamp: 'now' }), 0],
    ['the envelope of a queue', () => inEnvelope(sesEvent('Complaint', message)), 0],
    ['a bare event', () => sesEvent('Complaint', message), 0],
    ['nothing', () => '', 0],
    ['no JSON', () => '{"Type":', 0],
    ['a list', () => '[]', 0],
    ['null', () => 'null', 0],
    ['prototype keys', () => '{"__proto__":{"Type":"Notification"},"constructor":{}}', 0],
  ];
  test.each(changes)('%s', async (_name, change, fetches) => {
    await expectNothing(await post(change(event())), { fetches });
  });

  test('is told what a signature is written in', async () => {
    const response = await post({ ...event(), Signature: '§§' });
    expect(await response.text()).toBe('Signature must be base64\n');
  });

  test('an event that cannot be read, well signed', async () => {
    const event = sesEvent('Bounce', message, { bounceType: 'ann@example.com' });
    const response = await post(topic.notification(event, noon));
    expect(await response.text()).toContain('bounce.bounceType of an event of SES is "…@…"');
    await expectNothing(response, { fetches: 1 });
  });

  test('a certificate of another kind, out of date, or none', async () => {
    for (const text of [selfSignedCertificate('ec').cert, 'not a certificate', '']) {
      site.now += 25 * 3_600_000;
      pageOf = () => ({ status: 200, text });
      expect((await post(topic.notification(sesEvent('Complaint', message), site.now))).status).toBe(403);
    }
    pageOf = () => ({ status: 200, text: topic.certificate });
    site.now = Date.parse('2121-01-01T00:00:00Z');
    expect((await post(topic.notification(sesEvent('Complaint', message), site.now))).status).toBe(403);
    await expectNothing(new Response('', { status: 403 }), { fetches: 4 });
  });

  test('certificates that are not there are not fetched without end', async () => {
    pageOf = () => ({ status: 404, text: '' });
    const invented = (index: number) => topic.certificateUrl.replace(/0a\.pem$/, `${index}.pem`);
    const statuses = [];
    for (let index = 0; index < 20; index += 1) {
      statuses.push((await post(topic.sign({ ...event(), SigningCertURL: invented(index) }))).status);
    }
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    expect(fetched).toHaveLength(6);
    // A minute later SNS itself is heard again.
    site.now += 61_000;
    pageOf = () => ({ status: 200, text: topic.certificate });
    expect((await post(event())).status).toBe(200);
  });

  test('too much, and other ways to ask', async () => {
    expect((await post('x'.repeat(1_100_000))).status).toBe(413);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await site.app.request('/feedback/ses', { method })).status).toBe(404);
    }
    expect((await post(event(), '/feedback/other')).status).toBe(404);
    site = new TestSite();
    expect((await post(event())).status).toBe(404);
  });
});
