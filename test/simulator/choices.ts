/** One decision of a schedule: what it was about, and what was chosen. 0 is always the harmless choice. */
export interface Choice {
  label: string;
  value: number;
}

/**
 * Every decision of a simulated run comes from here, in order, from a seed. A decision can be forced to its harmless value by
 * its index, which is how a failing schedule is made shorter.
 */
export class Choices {
  readonly made: Choice[] | null;
  readonly #harmless: ReadonlySet<number>;
  #state: number;
  #index = 0;

  constructor(seed: number, options: { harmless?: ReadonlySet<number>; keep?: boolean } = {}) {
    // Neighbouring seeds must not give neighbouring streams.
    this.#state = (Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) ^ 0x9e3779b9) | 0;
    this.#harmless = options.harmless ?? new Set();
    this.made = options.keep ? [] : null;
  }

  /** A whole number from 0 to `below` - 1. */
  pick(below: number, label: string): number {
    const drawn = this.#next() % below;
    const value = this.#harmless.size > 0 && this.#harmless.has(this.#index) ? 0 : drawn;
    this.#index += 1;
    this.made?.push({ label, value });
    return value;
  }

  /** True in `percent` of a hundred. */
  chance(percent: number, label: string): boolean {
    return this.pick(100, label) >= 100 - percent;
  }

  get count(): number {
    return this.#index;
  }

  /** mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }
}
