import { setImmediate } from 'node:timers';

interface Happening {
  at: number;
  order: number;
  run: () => void;
}

/**
 * Virtual time. Whatever waits is a happening at an instant; those of one instant come in the order they were planned. Between two
 * happenings every promise that can go on does.
 */
export class Timeline {
  now: number;
  #heap: Happening[] = [];
  #order = 0;

  constructor(start: number) {
    this.now = start;
  }

  /** Plans `run` for `delay` milliseconds from now. */
  after(delay: number, run: () => void): void {
    const happening = { at: this.now + delay, order: this.#order++, run };
    const heap = this.#heap;
    let index = heap.push(happening) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !earlier(happening, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = happening;
  }

  /** Lets time pass until `done` says so. @throws when nothing is left to happen, or time runs away. */
  async runUntil(done: () => boolean, limit: number): Promise<void> {
    await drained();
    while (!done()) {
      const next = this.#pop();
      if (next === undefined) throw new Error('deadlock: nothing is left to happen');
      if (next.at > limit) throw new Error('time ran away: the run does not end');
      this.now = next.at;
      next.run();
      await drained();
    }
  }

  #pop(): Happening | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const right = heap[child + 1];
      let below = heap[child];
      if (below === undefined) break;
      if (right !== undefined && earlier(right, below)) {
        child += 1;
        below = right;
      }
      if (!earlier(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function earlier(a: Happening, b: Happening): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Resolves when no promise can go on any more. */
function drained(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
