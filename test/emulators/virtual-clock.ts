/**
 * A clock that runs `scale` times as fast as the machine's and can be put forward, shared with worker threads: fifteen minutes of a
 * function pass in seconds, and a wait of an hour in none.
 */
export class VirtualClock {
  /** `[base of the machine's, base of this, scale]`, in milliseconds. */
  readonly shared = new SharedArrayBuffer(3 * Float64Array.BYTES_PER_ELEMENT);
  readonly #cells = new Float64Array(this.shared);

  constructor(start: string, scale: number) {
    this.#cells.set([performanceNow(), Date.parse(start), scale]);
  }

  now(): number {
    const [machine = 0, base = 0, scale = 1] = this.#cells;
    return Math.floor(base + (performanceNow() - machine) * scale);
  }

  get scale(): number {
    return this.#cells[2] ?? 1;
  }

  /** Puts the clock forward to an instant, if it is still to come. */
  advanceTo(instant: number): void {
    const behind = instant - this.now();
    if (behind > 0) this.#cells[1] = (this.#cells[1] ?? 0) + behind;
  }
}

/** Of the process, so that threads agree. */
function performanceNow(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
