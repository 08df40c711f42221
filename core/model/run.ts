import type { FeedbackTally } from './feedback.ts';
import type { Hold } from './outcome.ts';

export const runStates = ['running', 'stopped', 'held', 'finished', 'failed'] as const;
export type RunState = (typeof runStates)[number];

/** One passage of one edition. `step` is the stage it is in, or was in when it ended. */
export interface Run {
  editionId: string;
  newsletter: string;
  /** The edition's instant. */
  at: string;
  state: RunState;
  step: 'assemble' | 'render' | 'check' | 'select' | 'send' | 'settle' | 'report';
  revision: string | null;
  startedAt: string;
  updatedAt: string;
  finishedAt: string | null;
  hold: Hold | null;
  /** Why it failed or stopped, in words. */
  detail: string | null;
  /** Recipients a second that the run may take; null until `check` has read the quota. */
  ratePerSecond: number | null;
  /** What feedback said when a person let the run go on after a hold for its bounces or complaints. Absent: there was none. */
  ratesFrom?: FeedbackTally;
}
