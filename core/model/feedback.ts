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
] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];

/** One thing learned about one message. */
export interface Feedback {
  /** Stable, so that the same event twice is one. */
  id: string;
  kind: FeedbackKind;
  editionId: string;
  subscriberId: string;
  attemptId: string;
  providerMessageId: string | null;
  at: string;
  /** Bounce or complaint type as the provider names it; never an address. */
  detail: string | null;
}
