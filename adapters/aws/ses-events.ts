import { z } from 'zod';
import { PressrunError } from '../../core/errors.ts';
import { editionIdSchema } from '../../core/model/edition.ts';
import type { BounceType, Feedback, FeedbackKind, ProviderEvent } from '../../core/model/feedback.ts';
import { parseMailbox } from '../../core/model/mailbox.ts';
import { instantSchema } from '../../core/model/scalars.ts';
import { canonicalJson } from '../../core/text/canonical-json.ts';
import { addressHash, sha256 } from '../../core/text/hash.ts';
import { problemsOf, shown } from '../../core/text/problems.ts';

/** The kinds of SES's types, and the part of the event that tells of each. */
const types: Readonly<Record<string, { kind: FeedbackKind; part: string }>> = {
  Send: { kind: 'send', part: 'send' },
  Delivery: { kind: 'delivery', part: 'delivery' },
  Bounce: { kind: 'bounce', part: 'bounce' },
  Complaint: { kind: 'complaint', part: 'complaint' },
  Reject: { kind: 'reject', part: 'reject' },
  DeliveryDelay: { kind: 'delay', part: 'deliveryDelay' },
  Open: { kind: 'open', part: 'open' },
  Click: { kind: 'click', part: 'click' },
  'Rendering Failure': { kind: 'rendering-failure', part: 'failure' },
};

const bounceTypes: Readonly<Record<string, BounceType>> = {
  Permanent: 'permanent',
  Transient: 'transient',
  Undetermined: 'undetermined',
};

const recipientSchema = z.looseObject({ emailAddress: z.string(), status: z.string().nullish() });
const textSchema = z.string().nullish();

const mailSchema = z.looseObject({
  timestamp: instantSchema,
  messageId: z.string().min(1).max(256),
  destination: z.array(z.string()).default([]),
  tags: z.record(z.string(), z.array(z.string())).default({}),
});

/** What is read of the part that an event is about; what it says beside that is let be. */
const partSchemas: Readonly<Record<string, z.ZodType<Part>>> = {
  bounce: z.looseObject({
    timestamp: instantSchema,
    bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
    bounceSubType: textSchema,
    bouncedRecipients: z.array(recipientSchema),
    feedbackId: textSchema,
  }),
  complaint: z.looseObject({
    timestamp: instantSchema,
    complainedRecipients: z.array(recipientSchema),
    complaintFeedbackType: textSchema,
    complaintSubType: textSchema,
    feedbackId: textSchema,
  }),
  delivery: z.looseObject({ timestamp: instantSchema, recipients: z.array(z.string()).nullish() }),
  deliveryDelay: z.looseObject({ timestamp: instantSchema, delayType: textSchema }),
  open: z.looseObject({ timestamp: instantSchema, userAgent: textSchema }),
  click: z.looseObject({ timestamp: instantSchema, userAgent: textSchema, link: z.string() }),
  reject: z.looseObject({ reason: textSchema }),
};
const otherPartSchema: z.ZodType<Part> = z.looseObject({}).default({});

interface Part {
  timestamp?: string;
  bounceType?: string;
  bounceSubType?: string | null | undefined;
  bouncedRecipients?: z.infer<typeof recipientSchema>[];
  complainedRecipients?: z.infer<typeof recipientSchema>[];
  complaintFeedbackType?: string | null | undefined;
  complaintSubType?: string | null | undefined;
  recipients?: string[] | null | undefined;
  delayType?: string | null | undefined;
  userAgent?: string | null | undefined;
  link?: string;
  reason?: string | null | undefined;
  feedbackId?: string | null | undefined;
  [other: string]: unknown;
}

/**
 * Reads one event of SES: as event publishing writes it (`eventType`), or as the older notifications of an identity do
 * (`notificationType`); bare, or in SNS's envelope. A type that is not known is `other`.
 *
 * Edition, recipient and attempt are the message's tags. Without tags, which the older notifications never have, an event is of no
 * edition.
 *
 * @param text - JSON, as it came.
 * @returns null for SES's own notes that a topic was joined.
 * @throws {PressrunError} `FEEDBACK_INVALID`, which names field, value and what was allowed, and no address.
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function readSesEvent(text: string): ProviderEvent | null {
  if (isNote(text)) return null;
  const outer = jsonOf(text);
  const inner = outer['Type'] === 'Notification' && 'Message' in outer ? outer['Message'] : null;
  if (inner === null) return eventOf(outer);
  if (typeof inner !== 'string') throw invalid('Message', inner, 'the text of an event');
  return isNote(inner) ? null : eventOf(jsonOf(inner));
}

/** SES publishes a line of plain text when it is given a topic. */
function isNote(text: string): boolean {
  return /^\s*"?Successfully validated SNS topic for Amazon SES/.test(text);
}

function jsonOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('', text, 'an event of SES in JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('', value, 'a JSON object');
  return value as Record<string, unknown>;
}

function eventOf(event: Record<string, unknown>): ProviderEvent | null {
  const field = 'eventType' in event ? 'eventType' : 'notificationType';
  const type = event[field];
  if (typeof type !== 'string' || type === '') throw invalid(field, type, 'the type of an event, such as Delivery');
  if (type === 'AmazonSnsSubscriptionSucceeded') return null;
  const { kind, part: name } = (Object.hasOwn(types, type) ? types[type] : undefined) ?? {
    kind: 'other' as const,
    part: '',
  };
  const mail = parsed(mailSchema, event['mail'], 'mail');
  const part = parsed(
    (Object.hasOwn(partSchemas, name) ? partSchemas[name] : undefined) ?? otherPartSchema,
    event[name],
    name,
  );
  const at = part.timestamp ?? mail.timestamp;
  const feedback: Feedback = {
    id: idOf(type, mail.messageId, part, event[name] ?? mail.timestamp),
    kind,
    ...idsOf(mail.tags),
    providerMessageId: mail.messageId,
    at,
    detail: detailOf(kind, type, part),
    bounce: part.bounceType === undefined ? null : (bounceTypes[part.bounceType] ?? null),
    isMachine: isFlagged(part),
    url: part.link === undefined ? null : urlOf(part.link),
  };
  const isVisit = kind === 'open' || kind === 'click';
  const secondsAfterAcceptance = (Date.parse(at) - Date.parse(mail.timestamp)) / 1_000;
  return {
    feedback,
    addressHashes: hashesOf(mail.destination, part),
    visit: isVisit ? { userAgent: part.userAgent ?? '', secondsAfterAcceptance } : null,
  };
}

/** What is said twice has one id, whichever way it came. */
function idOf(type: string, messageId: string, { feedbackId }: Part, said: unknown): string {
  return sha256(canonicalJson([type, messageId, feedbackId ?? said])).slice(0, 32);
}

/** Whose message it is; of no edition where the tags do not say so, whole and in our own spelling. */
function idsOf(tags: Record<string, string[]>): Pick<Feedback, 'editionId' | 'subscriberId' | 'attemptId'> {
  const one = (name: string) => (Object.hasOwn(tags, name) ? (tags[name]?.[0] ?? '') : '');
  // `editionTag` wrote "_" for "/", and no slug has one.
  const editionId = one('edition').replace('_', '/');
  const subscriberId = one('recipient');
  const attemptId = one('attempt');
  const isOurs =
    editionIdSchema.safeParse(editionId).success &&
    /^[A-Za-z0-9_-]{1,64}$/.test(subscriberId) &&
    /^[A-Za-z0-9_-]{1,64}$/.test(attemptId);
  return isOurs ? { editionId, subscriberId, attemptId } : { editionId: '', subscriberId: '', attemptId: '' };
}

/** The provider's word for it; never free text, in which there may be an address. */
function detailOf(kind: FeedbackKind, type: string, part: Part): string | null {
  switch (kind) {
    case 'bounce': {
      const status = part.bouncedRecipients?.[0]?.status ?? '';
      // RFC 3463: class, subject, detail.
      return (
        [word(part.bounceSubType), /^[245]\.\d{1,3}\.\d{1,3}$/.test(status) ? status : null]
          .filter((each) => each !== null)
          .join(' ') || null
      );
    }
    case 'complaint':
      return word(part.complaintFeedbackType) ?? word(part.complaintSubType);
    case 'delay':
      return word(part.delayType);
    case 'reject':
      return word(part.reason);
    case 'other':
      return word(type);
    default:
      return null;
  }
}

function word(text: string | null | undefined): string | null {
  return text != null && /^[\w .-]{1,60}$/.test(text) ? text : null;
}

/** The address that was written to, where it was one: it is that one that must not be written to again, wherever mail for it is sent on. */
function hashesOf(destination: readonly string[], part: Part): string[] {
  const told = [...(part.bouncedRecipients ?? []), ...(part.complainedRecipients ?? [])].map(
    (each) => each.emailAddress,
  );
  const said = destination.length === 1 ? destination : told.length > 0 ? told : (part.recipients ?? destination);
  const addresses = said.flatMap((each) => parseMailbox(each)?.address ?? []);
  return [...new Set(addresses.map(addressHash))];
}

/** SES says of an open or a click that it takes it for a program's. Under whichever name: a field such as `isBot` that is true. */
function isFlagged(part: Part): boolean {
  return Object.entries(part).some(
    ([name, value]) => /bot|machine|automat/i.test(name) && (value === true || value === 'true'),
  );
}

function urlOf(link: string): string | null {
  const url = URL.parse(link);
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= 2_000 ? url.href : null;
}

function parsed<Value>(schema: z.ZodType<Value>, input: unknown, name: string): Value {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [problem] = problemsOf('SES event', result.error, input);
  const inner = problem?.field ?? '';
  throw invalid(inner === '' ? name : `${name}.${inner}`, problem?.got ?? '', problem?.allowed ?? '', true);
}

function invalid(field: string, value: unknown, allowed: string, isShown = false): PressrunError {
  const got = withoutAddresses(isShown ? String(value) : shown(value));
  const where = field === '' ? 'An event of SES' : `${field} of an event of SES`;
  const problems = [{ file: 'SES event', field, got, allowed }];
  return new PressrunError('FEEDBACK_INVALID', `${where} is ${got}; allowed is ${allowed}.`, { problems });
}

/** This ends in a log. */
function withoutAddresses(text: string): string {
  return text.replace(/[^\s"'<>(),:;]*@[^\s"'<>(),:;]*/g, '…@…');
}
