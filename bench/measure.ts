/** What a benchmark prints: the product's figure, the baseline's, and the ratio between them, from one run. */
export interface BenchResult {
  name: string;
  /** The product's. */
  figure: number;
  unit: string;
  /** The baseline's, in the same unit. */
  baseline: number;
  ratio: number;
  /** Of the process that measured, in MB. */
  peakRssMb: number;
  /** Other figures of the same run, each said in its name. */
  extra?: Record<string, number>;
}

/** One way of doing the work: does it `count` times. */
export type Contestant = (count: number) => void | Promise<void>;

export interface CompareOptions {
  /** Turns each contestant has; the medians are of these. Default: 9. */
  rounds?: number;
  /** CPU seconds that one turn is to take. Default: 0.3. */
  secondsATurn?: number;
}

/**
 * Measures contestants against each other in one run: turns are taken in one order and then in the other, so that what warms up or
 * slows down with time falls on all alike.
 *
 * @returns for each, the median of what it does in one second of CPU (user and system, every thread of this process).
 */
export async function compare<Name extends string>(
  contestants: Record<Name, Contestant>,
  options: CompareOptions = {},
): Promise<Record<Name, number>> {
  const { rounds = 9, secondsATurn = 0.3 } = options;
  const names = Object.keys(contestants) as Name[];
  const counts = new Map<Name, number>();
  for (const name of names) counts.set(name, await countFor(contestants[name], secondsATurn));
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const count = counts.get(name) ?? 1;
      rates.get(name)?.push(count / (await cpuSeconds(() => contestants[name](count))));
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(rates.get(name) ?? [])])) as Record<Name, number>;
}

/** CPU seconds, user and system, of this process while `work` runs. */
export async function cpuSeconds(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The most memory this process has had resident, in MB. */
export function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** To three significant digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Warms it up, and finds how often it does the work in a turn. */
async function countFor(contestant: Contestant, seconds: number): Promise<number> {
  let count = 8;
  for (;;) {
    const took = await cpuSeconds(() => contestant(count));
    if (took >= seconds / 3) return Math.max(1, Math.round((count * seconds) / took));
    count *= 2;
  }
}
