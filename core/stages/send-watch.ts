import type { Hold, Outcome } from '../model/outcome.ts';

const unreachableMilliseconds = 120_000;
const rejectionsInARow = 20;
const quotaRetryMilliseconds = 3_600_000;

/**
 * Judges, outcome by outcome, whether going on is useless or harmful (DESIGN section 6): what the provider said of the account,
 * twenty rejections in a row for one cause, two minutes without one connection.
 */
export class SendWatch {
  #unreachableSince: number | null = null;
  #rejections = { cause: '', count: 0 };

  /** @returns why the run must hold; null while it may go on. */
  see(outcome: Outcome, now: number): Hold | null {
    return this.#account(outcome, now) ?? this.#unreachable(outcome, now) ?? this.#row(outcome);
  }

  #account(outcome: Outcome, now: number): Hold | null {
    if (outcome.state !== 'deferred' || outcome.hold === null) return null;
    // SES counts its quota over a rolling 24 hours, so a little comes free all the time: looked at again each hour.
    const until = outcome.hold === 'daily-quota' ? new Date(now + quotaRetryMilliseconds).toISOString() : null;
    return { cause: outcome.hold, detail: outcome.detail, until };
  }

  #unreachable(outcome: Outcome, now: number): Hold | null {
    if (!neverConnected(outcome)) {
      this.#unreachableSince = null;
      return null;
    }
    this.#unreachableSince ??= now;
    if (now - this.#unreachableSince <= unreachableMilliseconds) return null;
    return { cause: 'provider-unreachable', detail: outcome.detail, until: null };
  }

  #row(outcome: Outcome): Hold | null {
    if (outcome.state === 'accepted') this.#rejections = { cause: '', count: 0 };
    if (outcome.state !== 'rejected') return null;
    const { cause, count } = this.#rejections;
    this.#rejections = { cause: outcome.detail, count: cause === outcome.detail ? count + 1 : 1 };
    if (this.#rejections.count < rejectionsInARow) return null;
    return { cause: 'rejections-in-a-row', detail: outcome.detail, until: null };
  }
}

/** True when the provider was never reached: worth another try soon, since nothing was taken. */
export function neverConnected(outcome: Outcome): outcome is Extract<Outcome, { state: 'deferred' }> {
  return outcome.state === 'deferred' && outcome.detail.startsWith('no connection');
}
