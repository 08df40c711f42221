/** What a mailer says of one call. It describes; `outcomeOf` judges. */
export type Answer =
  /** The provider answered. `providerMessageId` is null where the body held none or could not be read. */
  | { kind: 'response'; status: number; providerMessageId: string | null; code: string | null; detail: string | null }
  /** No connection was ever made: the provider cannot have the message. */
  | { kind: 'no-connection'; detail: string }
  /** The connection broke, timed out or was aborted with the message possibly taken. */
  | { kind: 'broken'; detail: string };

/** Why a run cannot go on for now. */
export type HoldCause =
  | 'daily-quota'
  | 'sending-paused'
  | 'identity-not-verified'
  | 'refused-by-provider'
  | 'provider-unreachable'
  | 'still-deferred'
  | 'rejections-in-a-row'
  | 'bounce-rate'
  | 'complaint-rate';

/** What came of one attempt. */
export type Outcome =
  | { state: 'accepted'; providerMessageId: string }
  | { state: 'rejected'; detail: string }
  /** The provider took nothing. `throttled` asks for slowing down; `hold` stops the run. */
  | { state: 'deferred'; detail: string; throttled: boolean; hold: HoldCause | null }
  | { state: 'uncertain'; detail: string };

/** The five outcomes. `withheld` comes of no attempt: suppressed, unsubscribed or gone since the audience was frozen. */
export type OutcomeState = Outcome['state'] | 'withheld';

/** Why a run holds. `until` is when it may be tried again by itself; null: when a person has mended it. */
export interface Hold {
  cause: HoldCause;
  detail: string;
  until: string | null;
}
