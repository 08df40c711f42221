import type { Clock } from '../../core/ports.ts';
import { Timeline } from '../simulator/timeline.ts';

/** A clock in virtual time: `run` lets it pass until the work given is done. */
export class VirtualClock implements Clock {
  readonly timeline = new Timeline(Date.parse('2026-03-02T12:00:00.000Z'));

  now(): number {
    return this.timeline.now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.timeline.after(milliseconds, resolve));
  }

  /** Lets time pass until `work` is done. @returns what it came to. */
  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    await this.timeline.runUntil(() => over, this.now() + 30 * 24 * 3_600_000);
    return work;
  }
}
