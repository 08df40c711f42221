import type { Newsletter } from '../../core/model/newsletter.ts';
import { parseCron } from '../../core/time/cron.ts';
import { latestFiringAtOrBefore, nextFiring } from '../../core/time/firings.ts';

/** The time, and waking up. */
export interface ScheduleTimer {
  /** Milliseconds since the epoch. It may jump either way, and stand still for the process while the machine sleeps. */
  now(): number;
  /** Calls `wake` once after at least `milliseconds`, unless the function returned is called before. */
  after(milliseconds: number, wake: () => void): () => void;
}

/** This machine's timer. */
export const systemTimer: ScheduleTimer = {
  now: () => Date.now(),
  after(milliseconds, wake) {
    const timeout = setTimeout(wake, milliseconds);
    return () => clearTimeout(timeout);
  },
};

/** `too-late`: more than `maxLatenessMinutes` ago. `superseded`: a later firing of the newsletter was due as well. */
export type MissedReason = 'too-late' | 'superseded';

export interface CronScheduleOptions {
  /** Those without a cron are never run. */
  newsletters: readonly Newsletter[];
  timer: ScheduleTimer;
  /** Makes and sends the edition. `scheduledAt` is the firing's instant, in UTC, and the edition's. */
  run: (newsletter: Newsletter, scheduledAt: string) => Promise<void>;
  /** Whether the edition of this firing was begun before; then it is passed over. */
  alreadyMade: (newsletter: Newsletter, scheduledAt: string) => Promise<boolean>;
  /** Told what `run` or `alreadyMade` threw. Must not throw. */
  onError: (error: unknown, newsletter: Newsletter, scheduledAt: string) => void;
  /** Told of firings that do not run, but not of those before `start`. Must not throw. */
  onMissed?: (newsletter: Newsletter, scheduledAt: string, reason: MissedReason) => void;
}

interface Line {
  newsletter: Newsletter;
  cron: string;
  /** Firings up to this instant are dealt with, in milliseconds. */
  dealtWithUntil: number;
  /** The first firing after that, in milliseconds. */
  next: number;
  /** Firings that were handed over, the oldest first, so that a clock put back hands none over twice. */
  handedOver: Set<string>;
}

interface Due {
  newsletter: Newsletter;
  scheduledAt: string;
}

const longestSleepMilliseconds = 30_000;
const mostMissedTold = 50;
const mostRemembered = 1_000;

/**
 * The schedule of `serve`: runs each newsletter's firings on this machine by the rules of EventBridge Scheduler (a firing in
 * the spring gap is skipped, one in the autumn overlap happens once, the first).
 *
 * It wakes at least every 30 seconds and works out anew what is due, so that a clock that jumps or a machine that sleeps
 * costs at most that. Of several missed firings of a newsletter the latest runs, if it is not too late. Firings run one
 * after another, as the machine has one run lock; none runs twice, and none that fails is tried again.
 *
 * @example
 * const schedule = new CronSchedule({ newsletters, timer: systemTimer, run, alreadyMade, onError });
 * schedule.start();
 * await schedule.stop();
 */
export class CronSchedule {
  readonly #options: CronScheduleOptions;
  readonly #lines: Line[];
  #queue: Due[] = [];
  #running: Promise<void> | null = null;
  #cancelWake: (() => void) | null = null;
  #stopped = false;

  /** @throws {PressrunError} `CRON_INVALID` */
  constructor(options: CronScheduleOptions) {
    this.#options = options;
    this.#lines = options.newsletters.flatMap((newsletter) => {
      const { cron } = newsletter;
      if (cron === null) return [];
      parseCron(cron);
      const never = Number.NEGATIVE_INFINITY;
      return [{ newsletter, cron, dealtWithUntil: never, next: never, handedOver: new Set<string>() }];
    });
  }

  /** Begins. A firing missed before now runs, unless it is too late or its edition was made. */
  start(): void {
    const now = this.#options.timer.now();
    for (const line of this.#lines) {
      const latest = latestOf(line, now);
      // Only the latest of those before the start counts; whatever came before it is nobody's news.
      const tooLate = now - latest > latenessMilliseconds(line.newsletter);
      line.dealtWithUntil = tooLate ? now : latest - 1;
    }
    if (this.#lines.length > 0) this.#wake();
  }

  /** Starts nothing more, and resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelWake?.();
    this.#queue = [];
    await this.#running;
  }

  #wake(): void {
    if (this.#stopped) return;
    const { timer } = this.#options;
    const now = timer.now();
    for (const line of this.#lines) this.#gather(line, now);
    this.#queue.sort((a, b) => (a.scheduledAt < b.scheduledAt ? -1 : a.scheduledAt > b.scheduledAt ? 1 : 0));
    if (this.#running === null && this.#queue.length > 0) {
      this.#running = this.#drain().finally(() => {
        this.#running = null;
      });
    }
    const waits = this.#lines.map(({ next }) => next - now);
    this.#cancelWake = timer.after(Math.min(longestSleepMilliseconds, ...waits), () => this.#wake());
  }

  /** Queues the latest firing that is due, and tells of those before it. */
  #gather(line: Line, now: number): void {
    // After a clock was put back, firings come round again; those handed over are known by name.
    const since = Math.min(line.dealtWithUntil, now);
    const nothing = since === line.dealtWithUntil && now < line.next;
    line.dealtWithUntil = now;
    if (nothing) return;
    line.next = nextOf(line, now);
    const due = firingsBackTo(line, since, now).filter((scheduledAt) => !line.handedOver.has(scheduledAt));
    const [latest, ...earlier] = due;
    if (latest === undefined) return;
    for (const scheduledAt of earlier.reverse()) this.#tellMissed(line.newsletter, scheduledAt, 'superseded');
    this.#queue = this.#queue.filter((waiting) => {
      const superseded = waiting.newsletter === line.newsletter;
      if (superseded) this.#tellMissed(waiting.newsletter, waiting.scheduledAt, 'superseded');
      return !superseded;
    });
    line.handedOver.add(latest);
    if (line.handedOver.size > mostRemembered) {
      line.handedOver = new Set([...line.handedOver].slice(-mostRemembered / 2));
    }
    this.#queue.push({ newsletter: line.newsletter, scheduledAt: latest });
  }

  async #drain(): Promise<void> {
    for (let due = this.#queue.shift(); due !== undefined; due = this.#queue.shift()) {
      await this.#runOne(due);
    }
  }

  async #runOne({ newsletter, scheduledAt }: Due): Promise<void> {
    const { run, alreadyMade, onError, timer } = this.#options;
    try {
      if (await alreadyMade(newsletter, scheduledAt)) return;
      if (this.#stopped) return;
      if (timer.now() - Date.parse(scheduledAt) > latenessMilliseconds(newsletter)) {
        this.#tellMissed(newsletter, scheduledAt, 'too-late');
        return;
      }
      await run(newsletter, scheduledAt);
    } catch (error) {
      onError(error, newsletter, scheduledAt);
    }
  }

  #tellMissed(newsletter: Newsletter, scheduledAt: string, reason: MissedReason): void {
    this.#options.onMissed?.(newsletter, scheduledAt, reason);
  }
}

/** The firings after `since` and up to `until`, the latest first; only so many as a person would read. */
function firingsBackTo({ cron, newsletter }: Line, since: number, until: number): string[] {
  const found: string[] = [];
  for (let before = until; found.length <= mostMissedTold; ) {
    const { at } = latestFiringAtOrBefore(cron, newsletter.timeZone, new Date(before).toISOString());
    if (Date.parse(at) <= since) break;
    found.push(at);
    before = Date.parse(at) - 1;
  }
  return found;
}

function latestOf({ cron, newsletter }: Line, now: number): number {
  return Date.parse(latestFiringAtOrBefore(cron, newsletter.timeZone, new Date(now).toISOString()).at);
}

function nextOf({ cron, newsletter }: Line, now: number): number {
  return Date.parse(nextFiring(cron, newsletter.timeZone, new Date(now).toISOString()).at);
}

function latenessMilliseconds({ maxLatenessMinutes }: Newsletter): number {
  return maxLatenessMinutes * 60_000;
}
