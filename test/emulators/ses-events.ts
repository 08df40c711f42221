import type { AcceptedMessage } from './ses-account.ts';

// biome-ignore lint/suspicious/noExplicitAny: an event is JSON
type Json = any;

/** What SES knows of a message when it tells of it. */
export type ToldMessage = Pick<AcceptedMessage, 'providerMessageId' | 'source' | 'destinations' | 'tags' | 'at'>;

/**
 * An event as SES publishes it to a configuration set's topic, field for field as its guide shows them.
 *
 * @param change - put over the part of that type, such as `{ bounceType: 'Transient' }`.
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
 */
export function sesEvent(type: string, message: ToldMessage, change: Json = {}): Json {
  const [name, part] = partOf(type, message);
  return {
    eventType: type,
    mail: mailOf(message, true),
    ...(name !== null && { [name]: { ...part, ...change } }),
  };
}

/** The same as an identity's own notification has it: without tags. */
export function sesNotification(
  type: 'Bounce' | 'Complaint' | 'Delivery',
  message: ToldMessage,
  change: Json = {},
): Json {
  const { eventType, mail: _mail, ...rest } = sesEvent(type, message, change);
  return { notificationType: eventType, mail: mailOf(message, false), ...rest };
}

/** In the envelope of SNS, unsigned, as a queue gets it without raw delivery. */
export function inEnvelope(event: Json, change: Json = {}): Json {
  return {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:ses-events',
    Subject: 'Amazon SES Email Event Notification',
    Message: typeof event === 'string' ? event : JSON.stringify(event),
    Timestamp: '2026-11-23T12:00:05.000Z',
    ...change,
  };
}

function mailOf({ providerMessageId, source, destinations, tags, at }: ToldMessage, isPublished: boolean): Json {
  const listed = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
  return {
    timestamp: new Date(at).toISOString(),
    source: source ?? 'brief@news.example.org',
    sourceArn: 'arn:aws:ses:eu-west-1:123456789012:identity/news.example.org',
    sendingAccountId: '123456789012',
    messageId: providerMessageId,
    destination: destinations,
    headersTruncated: false,
    headers: [{ name: 'To', value: destinations[0] }],
    commonHeaders: { to: destinations, messageId: providerMessageId, subject: 'Today' },
    ...(isPublished && {
      tags: { 'ses:configuration-set': ['pressrun-prod'], 'ses:outgoing-ip': ['192.0.2.9'], ...listed },
    }),
  };
}

function partOf(type: string, { providerMessageId, destinations, at }: ToldMessage): [string | null, Json] {
  const timestamp = (seconds: number) => new Date(at + seconds * 1_000).toISOString();
  const [to = ''] = destinations;
  const visit = { ipAddress: '192.0.2.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0' };
  switch (type) {
    case 'Send':
      return ['send', {}];
    case 'Delivery':
      return [
        'delivery',
        {
          timestamp: timestamp(1),
          processingTimeMillis: 546,
          recipients: destinations,
          smtpResponse: '250 ok:  Message 111 accepted',
          reportingMTA: 'a8-70.smtp-out.eu-west-1.amazonses.com',
          remoteMtaIp: '198.51.100.2',
        },
      ];
    case 'Bounce':
      return [
        'bounce',
        {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [
            {
              emailAddress: to,
              action: 'failed',
              status: '5.1.1',
              diagnosticCode: `smtp; 550 5.1.1 <${to}>... user unknown`,
            },
          ],
          timestamp: timestamp(2),
          feedbackId: `bounce-${providerMessageId}`,
          reportingMTA: 'dsn; mta.example.com',
        },
      ];
    case 'Complaint':
      return [
        'complaint',
        {
          complainedRecipients: [{ emailAddress: to }],
          timestamp: timestamp(3_600),
          feedbackId: `complaint-${providerMessageId}`,
          userAgent: 'Amazon SES Mailbox Simulator',
          complaintFeedbackType: 'abuse',
          complaintSubType: null,
          arrivalDate: timestamp(3_590),
        },
      ];
    case 'Reject':
      return ['reject', { reason: 'Bad content' }];
    case 'DeliveryDelay':
      return [
        'deliveryDelay',
        {
          timestamp: timestamp(60),
          delayType: 'MailboxFull',
          expirationTime: timestamp(50_000),
          delayedRecipients: [{ emailAddress: to, status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' }],
        },
      ];
    case 'Open':
      return ['open', { timestamp: timestamp(600), ...visit }];
    case 'Click':
      return [
        'click',
        { timestamp: timestamp(700), ...visit, link: 'https://news.example.org/story?a=1', linkTags: null },
      ];
    case 'Rendering Failure':
      return ['failure', { errorMessage: `Attribute 'x' of ${to} is not present`, templateName: 'MyTemplate' }];
    case 'Subscription':
      return [
        'subscription',
        {
          contactList: 'readers',
          timestamp: timestamp(9),
          source: 'UnsubscribeHeader',
          newTopicPreferences: { unsubscribeAll: true, topicSubscriptionStatus: [] },
          oldTopicPreferences: { unsubscribeAll: false, topicSubscriptionStatus: [] },
        },
      ];
    default:
      return [null, {}];
  }
}
