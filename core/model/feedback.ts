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
