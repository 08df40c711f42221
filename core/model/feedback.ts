/** What can be learned of a message later. */
export const feedbackKinds = [
  'send',
  'delivery',
  'bounce',
  'complaint',
  'reject',
  'delay',
  'open',
  'click',
  'unsubscribe',
  'rendering-failure',
  /** An event of a type that is not known: kept and counted. */
  'other',
] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];

/** Whether a bounce is for good. A provider that does not say is taken for transient. */
export type BounceType = 'permanent' | 'transient' | 'undetermined';

/** One thing learned about one message. */
export interface Feedback {
  /** Stable, so that the same event twice is one. */
  id: string;
  kind: FeedbackKind;
  editionId: string;
  subscriberId: string;
  /** Empty where it is of no attempt: somebody left through a link. */
  attemptId: string;
  providerMessageId: string | null;
  /** When it happened, in ISO 8601 UTC. */
  at: string;
  /** The bounce's, complaint's or delay's type as the provider names it; never an address. */
  detail: string | null;
  /** Of a bounce. */
  bounce: BounceType | null;
  /** Of an open or a click: made by a program, as far as anyone can tell. */
  isMachine: boolean;
  /** Of a click: where the link goes. */
  url: string | null;
}

/** What a provider tells of one message. */
export interface ProviderEvent {
  /** Its `editionId` is empty where the message was no edition's: a confirmation, a test. */
  feedback: Feedback;
  /** Of the recipients that it is about; see `addressHash`. */
  addressHashes: readonly string[];
  /** Of an open or a click: what the program named itself, and how long after the provider took the message. */
  visit: { userAgent: string; secondsAfterAcceptance: number } | null;
}

/** How many of an edition's messages something is known of. */
export interface FeedbackTally {
  /** The provider said that it has them, or delivered them: where this is 0 it is not asked to say so. */
  known: number;
  /** Delivered, bounced or complained of. */
  decided: number;
  bounced: number;
  complained: number;
}

export const emptyTally: FeedbackTally = { known: 0, decided: 0, bounced: 0, complained: 0 };

/** Whether somebody complained. A `not-spam` report takes a complaint back: the reader moved the message out of the spam folder. */
export function isComplaint({ kind, detail }: Pick<Feedback, 'kind' | 'detail'>): boolean {
  return kind === 'complaint' && detail !== 'not-spam';
}

/**
 * What one message counts for, from everything learned of it. A bounce that is not for good, of a message that was delivered, is an
 * absent reader's automatic answer.
 */
export function tallyOfMessage(feedback: readonly Feedback[]): FeedbackTally {
  const delivered = feedback.some(({ kind }) => kind === 'delivery');
  const known = delivered || feedback.some(({ kind }) => kind === 'send');
  const bounced = feedback.some(({ kind, bounce }) => kind === 'bounce' && (bounce === 'permanent' || !delivered));
  const complained = feedback.some(isComplaint);
  return {
    known: Number(known),
    decided: Number(delivered || bounced || complained),
    bounced: Number(bounced),
    complained: Number(complained),
  };
}

/** The sum, or with `sign` -1 the difference, of two tallies. */
export function addTallies(a: FeedbackTally, b: FeedbackTally, sign: 1 | -1 = 1): FeedbackTally {
  return {
    known: a.known + sign * b.known,
    decided: a.decided + sign * b.decided,
    bounced: a.bounced + sign * b.bounced,
    complained: a.complained + sign * b.complained,
  };
}
