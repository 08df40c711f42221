import type { Clock, Limits } from '../../core/ports.ts';

/** Keys to hold before those whose time is over are cleared. */
const manyKeys = 10_000;

/**
 * Limits within one process: whole windows, begun by the first of them. Good for one machine; they begin again when the
 * process does.
 */
export function createMemoryLimits(clock: Pick<Clock, 'now'>): Limits {
  const windows = new Map<string, { endsAt: number; count: number }>();
  return {
    async take(key, times, perSeconds) {
      const now = clock.now();
      const standing = windows.get(key);
      if (standing === undefined || standing.endsAt <= now) {
        if (windows.size >= manyKeys) clear(windows, now);
        windows.set(key, { endsAt: now + perSeconds * 1000, count: 1 });
        return times >= 1;
      }
      if (standing.count >= times) return false;
      standing.count += 1;
      return true;
    },
  };
}

function clear(windows: Map<string, { endsAt: number }>, now: number): void {
  for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key);
  // A flood of keys that are all young: the oldest go, so that memory stays as it is.
  for (const key of windows.keys()) {
    if (windows.size < manyKeys) return;
    windows.delete(key);
  }
}
