import type { Choices } from './choices.ts';
import { Timeline } from './timeline.ts';

/** A rule of delivery that was broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** A computer's process in the simulated world: it can die, and it can be frozen for a while. */
export interface Process {
  name: string;
  alive: boolean;
  frozenUntil: number;
  /** When its function is killed for certain; null: never. */
  diesAt: number | null;
  /** Told when it dies. */
  onDeath: () => void;
}

/** Where a call may break. */
export interface CallFaults {
  /** Percent that never get there. */
  lost: number;
  /** Percent that happen, and whose answer never comes back. */
  unacknowledged: number;
}

/** The simulated world: virtual time, processes, and everything that goes wrong between them. */
export class World {
  readonly choices: Choices;
  readonly timeline: Timeline;
  readonly log: string[] | null;
  faults = 0;
  violation: Violation | null = null;

  constructor(choices: Choices, keepLog: boolean) {
    this.choices = choices;
    this.timeline = new Timeline(Date.parse('2026-03-02T12:00:00.000Z'));
    this.log = keepLog ? [] : null;
  }

  get now(): number {
    return this.timeline.now;
  }

  note(text: string | (() => string)): void {
    this.log?.push(
      `${String(this.now - Date.parse('2026-03-02T12:00:00.000Z')).padStart(8)} ms  ${typeof text === 'string' ? text : text()}`,
    );
  }

  violate(text: string): void {
    this.note(`VIOLATION ${text}`);
    this.violation ??= new Violation(text);
  }

  spawn(name: string, diesAt: number | null = null): Process {
    const process: Process = { name, alive: true, frozenUntil: 0, diesAt, onDeath: () => {} };
    if (diesAt !== null) this.timeline.after(diesAt - this.now, () => this.kill(process, 'its time is over'));
    return process;
  }

  kill(process: Process, why: string): void {
    if (!process.alive) return;
    process.alive = false;
    this.note(() => `${process.name} dies: ${why}`);
    process.onDeath();
  }

  fault(text: string | (() => string)): void {
    this.faults += 1;
    this.note(text);
  }

  /** Runs a process to its end. @returns `dead` when it died before. */
  live<T>(process: Process, run: () => Promise<T>): Promise<{ value: T } | { error: unknown } | 'dead'> {
    return new Promise((resolve) => {
      process.onDeath = () => resolve('dead');
      const end = (result: { value: T } | { error: unknown }) => {
        if (process.alive) resolve(result);
      };
      run().then(
        (value) => end({ value }),
        (error: unknown) => end({ error }),
      );
    });
  }

  /** A wait of a process's own. */
  sleep(process: Process, milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#resume(process, milliseconds, resolve));
  }

  /** Lets a process go on after `delay`, later if it is frozen then, never if it is dead. */
  #resume(process: Process, delay: number, go: () => void): void {
    this.timeline.after(delay, () => {
      if (!process.alive) return;
      if (process.frozenUntil > this.now) this.#resume(process, process.frozenUntil - this.now, go);
      else go();
    });
  }

  /**
   * A call from a process to something that outlives it. It takes effect once, at one instant, whatever becomes of the
   * process meanwhile; unless it is lost.
   */
  call<T>(process: Process, what: string, faults: CallFaults, effect: () => T): Promise<T> {
    const there = 1 + this.choices.pick(12, `${what}: way there`);
    const back = 1 + this.choices.pick(12, `${what}: way back`);
    const fate = this.choices.pick(100, `${what}: fate`);
    return new Promise<T>((resolve, reject) => {
      if (fate >= 100 - faults.lost) {
        this.fault(() => `${process.name}: ${what} is lost on the way`);
        this.#resume(process, there + back, () => reject(new Error(`${what}: lost`)));
        return;
      }
      this.timeline.after(there, () => {
        const value = effect();
        if (fate >= 100 - faults.lost - faults.unacknowledged) {
          this.fault(() => `${process.name}: ${what} happens, its answer is lost`);
          this.#resume(process, back, () => reject(new Error(`${what}: no answer`)));
        } else {
          this.#resume(process, back, () => resolve(value));
        }
      });
    });
  }
}
