/** How late a timer may be before its lateness is lost, in milliseconds. */
const burstMilliseconds = 20;
/** A second, and what a clock of whole milliseconds and a busy event loop may be off. */
const windowMilliseconds = 1_004;
const recoveryMilliseconds = 1_000;
const shortestPauseMilliseconds = 500;
const longestPauseMilliseconds = 30_000;

/**
 * One worker's share of the provider's rate, in whole messages: in no second does it hand out more than ⌊rate⌋ tokens (one in 1/rate
 * seconds below one a second), and it spaces them evenly. After a throttle it pauses, with jitter, and starts slowly: at half the
 * rate, then a quarter of the full rate more for each second without another.
 *
 * It holds no clock: every call is told the time, in milliseconds, which must not go back.
 *
 * @example
 * for (let wait = bucket.take(clock.now()); wait > 0; wait = bucket.take(clock.now())) await clock.sleep(wait);
 */
export class TokenBucket {
  readonly #interval: number;
  readonly #window: number;
  /** When the last ⌊rate⌋ tokens were taken, as a ring. */
  readonly #taken: Float64Array;
  #oldest = 0;
  #freeAt = Number.NEGATIVE_INFINITY;
  #factor = 1;
  #slowedAt = 0;
  #throttles = 0;

  /** @param ratePerSecond - more than 0. */
  constructor(ratePerSecond: number) {
    const steady = ratePerSecond >= 1 ? Math.floor(ratePerSecond) : ratePerSecond;
    this.#interval = 1_000 / steady;
    this.#window = Math.max(windowMilliseconds, this.#interval);
    this.#taken = new Float64Array(Math.max(1, steady)).fill(Number.NEGATIVE_INFINITY);
  }

  /** Takes a token if there is one. @returns 0 when it was taken, else how many milliseconds to wait before asking again. */
  take(now: number): number {
    const wait = this.wait(now);
    if (wait > 0) return wait;
    this.#taken[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#taken.length;
    this.#freeAt = Math.max(this.#freeAt, now - burstMilliseconds) + this.#interval / this.#factor;
    return 0;
  }

  /** How many milliseconds from `now` the next token lies. */
  wait(now: number): number {
    this.#recover(now);
    const oldest = this.#taken[this.#oldest] ?? Number.NEGATIVE_INFINITY;
    return Math.max(0, this.#freeAt - now, oldest + this.#window - now);
  }

  /**
   * The provider said that this was too fast.
   * @param random - in [0, 1), for jitter, so that workers do not come back together.
   */
  throttled(now: number, random: number): void {
    this.#recover(now);
    // Those in flight at the first throttle bring back more of the same: one slowing answers them all.
    if (this.#throttles > 0 && now - this.#slowedAt < shortestPauseMilliseconds) return;
    this.#throttles += 1;
    this.#slowedAt = now;
    this.#factor = Math.max(0.05, this.#factor / 2);
    const pause = Math.min(longestPauseMilliseconds, shortestPauseMilliseconds * 2 ** (this.#throttles - 1));
    this.#freeAt = Math.max(this.#freeAt, now + pause * (0.5 + random / 2));
  }

  #recover(now: number): void {
    while (this.#factor < 1 && now - this.#slowedAt >= recoveryMilliseconds) {
      this.#factor = Math.min(1, this.#factor + 0.25);
      this.#slowedAt += recoveryMilliseconds;
      if (this.#factor === 1) this.#throttles = 0;
    }
  }
}
