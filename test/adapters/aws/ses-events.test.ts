import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSesEvent } from '../../../adapters/aws/ses-events.ts';
import { PressrunError } from '../../../core/errors.ts';
import type { Feedback } from '../../../core/model/feedback.ts';
import { addressHash } from '../../../core/text/hash.ts';
import { inEnvelope, sesEvent, sesNotification, type ToldMessage } from '../../emulators/ses-events.ts';

const message: ToldMessage = {
  providerMessageId: '0100018f-1',
  source: 'brief@news.example.org',
  destinations: ['Reader1@example.com'],
  tags: { edition: 'world-brief_2026-11-23T0700', recipient: 's1', attempt: 'AbC-_1' },
  at: Date.parse('2026-11-23T12:00:00.000Z'),
};
const ours = { editionId: 'world-brief/2026-11-23T0700', subscriberId: 's1', attemptId: 'AbC-_1' };
const read = (event: unknown) => readSesEvent(typeof event === 'string' ? event : JSON.stringify(event));

/** The fault that an event is refused with. */
function faultOf(event: unknown): { message: string; field: string | undefined; allowed: string | undefined } {
  try {
    read(event);
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error;
    expect(error.code).toBe('FEEDBACK_INVALID');
    return { message: error.message, field: error.problems[0]?.field, allowed: error.problems[0]?.allowed };
  }
  throw new Error('it was taken');
}

describe('every type that SES publishes', () => {
  const cases: [string, Partial<Feedback>][] = [
    ['Send', { kind: 'send', at: '2026-11-23T12:00:00.000Z' }],
    ['Delivery', { kind: 'delivery', at: '2026-11-23T12:00:01.000Z' }],
    ['Bounce', { kind: 'bounce', bounce: 'permanent', detail: 'General 5.1.1', at: '2026-11-23T12:00:02.000Z' }],
    ['Complaint', { kind: 'complaint', detail: 'abuse', at: '2026-11-23T13:00:00.000Z' }],
    ['Reject', { kind: 'reject', detail: 'Bad content' }],
    ['DeliveryDelay', { kind: 'delay', detail: 'MailboxFull', at: '2026-11-23T12:01:00.000Z' }],
    ['Open', { kind: 'open', isMachine: false, at: '2026-11-23T12:10:00.000Z' }],
    ['Click', { kind: 'click', url: 'https://news.example.org/story?a=1', at: '2026-11-23T12:11:40.000Z' }],
    ['Rendering Failure', { kind: 'rendering-failure', detail: null }],
    ['Subscription', { kind: 'other', detail: 'Subscription' }],
    ['A Type Of Tomorrow', { kind: 'other', detail: 'A Type Of Tomorrow' }],
    ['constructor', { kind: 'other', detail: 'constructor' }],
  ];
  test.each(cases)('%s', (type, expected) => {
    const event = sesEvent(type, message);
    const told = read(event);
    expect(told?.feedback).toMatchObject({ ...ours, providerMessageId: '0100018f-1', ...expected });
    expect(told?.addressHashes).toEqual([addressHash('reader1@example.com')]);
    expect(JSON.stringify(told)).not.toMatch(/@/);
    expect(read(inEnvelope(event))).toEqual(told);
    expect(read(inEnvelope(event, { MessageId: 'another', Timestamp: '2026-11-23T12:30:00.000Z' }))).toEqual(told);
  });

  test('ids differ where the events do', () => {
    const kinds = cases.map(([type]) => read(sesEvent(type, message))?.feedback.id);
    const others = cases.map(([type]) => read(sesEvent(type, { ...message, providerMessageId: 'p2' }))?.feedback.id);
    const again = read(sesEvent('Bounce', message, { feedbackId: 'another' }))?.feedback.id;
    expect(new Set([...kinds, ...others, again]).size).toBe(cases.length * 2 + 1);
  });

  test('the kinds of bounces and complaints', () => {
    const bounce = (change: object) => read(sesEvent('Bounce', message, change))?.feedback;
    expect(bounce({ bounceType: 'Transient', bounceSubType: 'MailboxFull', bouncedRecipients: [] })).toMatchObject({
      bounce: 'transient',
      detail: 'MailboxFull',
    });
    expect(bounce({ bounceType: 'Undetermined', bounceSubType: 'Undetermined' })).toMatchObject({
      bounce: 'undetermined',
    });
    expect(bounce({ bounceSubType: 'OnAccountSuppressionList' })).toMatchObject({ bounce: 'permanent' });
    const complaint = (change: object) => read(sesEvent('Complaint', message, change))?.feedback.detail;
    expect(complaint({ complaintFeedbackType: 'not-spam' })).toBe('not-spam');
    expect(complaint({ complaintFeedbackType: undefined, complaintSubType: 'OnAccountSuppressionList' })).toBe(
      'OnAccountSuppressionList',
    );
    expect(complaint({ complaintFeedbackType: null })).toBeNull();
  });

  test('opens and clicks say what the program names itself, and SES’s own word for a program is taken', () => {
    expect(read(sesEvent('Open', message, { userAgent: 'Mozilla/5.0' }))?.visit).toEqual({
      userAgent: 'Mozilla/5.0',
      secondsAfterAcceptance: 600,
    });
    expect(read(sesEvent('Delivery', message))?.visit).toBeNull();
    expect(read(sesEvent('Click', message, { isBot: true }))?.feedback.isMachine).toBe(true);
    expect(read(sesEvent('Click', message, { isBot: false }))?.feedback.isMachine).toBe(false);
  });
});

describe('whose message it is', () => {
  test('the older notifications have no tags: of no edition, but of an address', () => {
    for (const type of ['Bounce', 'Complaint', 'Delivery'] as const) {
      const told = read(sesNotification(type, message));
      expect(told?.feedback).toMatchObject({ editionId: '', subscriberId: '', attemptId: '' });
      expect(told?.feedback.id).toBe(read(sesEvent(type, message))?.feedback.id);
      expect(told?.addressHashes).toEqual([addressHash('reader1@example.com')]);
    }
  });

  test.each([
    { edition: 'confirmations', recipient: 's1', attempt: 'a' },
    { edition: 'test', recipient: 'test', attempt: 'a' },
    { edition: 'world-brief_2026-11-23', recipient: 's1' },
    { edition: 'world-brief_2026-11-23', recipient: 's 1', attempt: 'a' },
    { edition: '../x_2026-11-23', recipient: 's1', attempt: 'a' },
  ])('tags that are not an edition’s: %j', (tags) => {
    expect(read(sesEvent('Bounce', { ...message, tags: tags as never }))?.feedback.editionId).toBe('');
  });

  test('the address that was written to is the one, wherever its mail is sent on', () => {
    const forwarded = { bouncedRecipients: [{ emailAddress: 'elsewhere@example.org' }] };
    expect(read(sesEvent('Bounce', message, forwarded))?.addressHashes).toEqual([addressHash('reader1@example.com')]);
    const two = { ...message, destinations: ['a@example.com', 'Ben <b@example.com>'] };
    expect(read(sesEvent('Bounce', two, forwarded))?.addressHashes).toEqual([addressHash('elsewhere@example.org')]);
    expect(read(sesEvent('Send', two))?.addressHashes).toEqual(['a@example.com', 'b@example.com'].map(addressHash));
  });
});

describe('what SES says of itself', () => {
  test('is no event', () => {
    const joined = 'Successfully validated SNS topic for Amazon SES event publishing.';
    expect(read(joined)).toBeNull();
    expect(read(inEnvelope(joined))).toBeNull();
    expect(read({ notificationType: 'AmazonSnsSubscriptionSucceeded', message: 'You have …' })).toBeNull();
  });
});

describe('what is not as SES writes it', () => {
  const bad = (change: object) => ({ ...sesEvent('Bounce', message), ...change });
  const cases: [unknown, string, string, string][] = [
    ['reader1@example.com is not JSON', '', 'An event of SES is "…@… is not JSON"', 'an event of SES in JSON'],
    ['[]', '', 'An event of SES is []', 'a JSON object'],
    [{}, 'notificationType', 'is nothing', 'the type of an event, such as Delivery'],
    [{ eventType: 7 }, 'eventType', 'is 7', 'the type of an event, such as Delivery'],
    [bad({ mail: undefined }), 'mail', 'mail of an event of SES is nothing', 'an object'],
    [
      bad({ mail: { messageId: 'x', timestamp: 'reader1@example.com' } }),
      'mail.timestamp',
      'is "…@…"',
      'an instant is ISO 8601 with an offset, such as 2026-11-23T07:00:00-05:00',
    ],
    [bad({ bounce: undefined }), 'bounce', 'is nothing', 'an object'],
    [
      sesEvent('Bounce', message, { bounceType: 'Soft' }),
      'bounce.bounceType',
      'is "Soft"',
      '"Permanent", "Transient", "Undetermined"',
    ],
    [sesEvent('Click', message, { link: 5 }), 'click.link', 'is 5', 'text'],
    [inEnvelope('{}', { Message: 5 }), 'Message', 'is 5', 'the text of an event'],
  ];
  test.each(cases)('%j', (event, field, words, allowed) => {
    const fault = faultOf(event);
    expect(fault).toMatchObject({ field, allowed });
    expect(fault.message).toContain(words);
    expect(fault.message).not.toContain('example.com');
  });

  test('nothing makes it fail in another way', () => {
    const types = fc.constantFrom('Bounce', 'Click', 'Open', 'Complaint', 'Send', '__proto__', 'toString');
    fc.assert(
      fc.property(types, fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (eventType, mail, bounce, tags) => {
        const events = [mail, { eventType, mail, bounce, click: bounce, open: bounce }];
        events.push({ ...sesEvent('Bounce', message), bounce }, { eventType, mail: { ...(mail as object), tags } });
        for (const event of events) {
          try {
            read(JSON.stringify(event));
          } catch (error) {
            expect(error).toBeInstanceOf(PressrunError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
