import type { ScheduleTimer } from '../../adapters/local/cron-schedule.ts';

interface Pending {
  /** On the timer's own count, which no jump of the clock moves. */
  dueAt: number;
  wake: () => void;
}

/** A timer whose time moves when a test says so. Like the real one it counts waits apart from the clock. */
export class ManualTimer implements ScheduleTimer {
  /** The longest wait that was asked for. */
  longestWait = 0;
  #count = 0;
  #clock: number;
  #pending: Pending[] = [];

  constructor(at: string) {
    this.#clock = Date.parse(at);
  }

  now(): number {
    return this.#clock;
  }

  after(milliseconds: number, wake: () => void): () => void {
    this.longestWait = Math.max(this.longestWait, milliseconds);
    const pending = { dueAt: this.#count + milliseconds, wake };
    this.#pending.push(pending);
    return () => {
      this.#pending = this.#pending.filter((other) => other !== pending);
    };
  }

  /** How many wakes are awaited. */
  get waiting(): number {
    return this.#pending.length;
  }

  /** Time passes; every wake that falls due happens at its moment, and what it starts gets its turn. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#count + milliseconds;
    for (;;) {
      await settled();
      const next = this.#pending.toSorted((a, b) => a.dueAt - b.dueAt)[0];
      if (next === undefined || next.dueAt > end) break;
      this.#pending = this.#pending.filter((other) => other !== next);
      this.#move(next.dueAt - this.#count);
      next.wake();
    }
    this.#move(end - this.#count);
    await settled();
  }

  /** Time passes until the clock shows the instant. */
  async advanceTo(at: string): Promise<void> {
    await this.advance(Date.parse(at) - this.#clock);
  }

  /** The clock is set, or the machine slept: the clock moves, and no wait has come nearer its end. */
  jump(milliseconds: number): void {
    this.#clock += milliseconds;
  }

  #move(milliseconds: number): void {
    this.#count += milliseconds;
    this.#clock += milliseconds;
  }
}

/** What is ready to run has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
