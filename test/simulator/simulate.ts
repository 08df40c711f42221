import { Choices } from './choices.ts';
import { type Finish, runScenario } from './scenario.ts';

/** What many seeds came to. */
export interface Summary {
  seeds: number;
  violations: number;
  uncertain: number;
  faults: number;
  /** The first seed that broke a rule, and the rule. */
  first: { seed: number; violation: string } | null;
}

/** Runs seeds `start` to `start + count - 1`. @param onSeed - told after each; true ends it early. */
export async function simulate(start: number, count: number, onSeed?: (summary: Summary) => boolean): Promise<Summary> {
  const summary: Summary = { seeds: 0, violations: 0, uncertain: 0, faults: 0, first: null };
  for (let seed = start; seed < start + count; seed += 1) {
    const finish = await runScenario(new Choices(seed));
    summary.seeds += 1;
    summary.uncertain += finish.uncertain;
    summary.faults += finish.faults;
    if (finish.violation !== null) {
      summary.violations += 1;
      summary.first ??= { seed, violation: finish.violation };
    }
    if (onSeed?.(summary) === true) break;
  }
  return summary;
}

/** A failing seed with every decision made harmless that can be, and the log of what is left. */
export interface Shortest {
  seed: number;
  /** Decisions that had to stay as drawn. */
  decisions: { index: number; label: string; value: number }[];
  finish: Finish;
}

/**
 * Looks for the shortest schedule in which a seed still breaks a rule: makes runs of decisions harmless, halving the runs, and
 * keeps what still fails.
 */
export async function shorten(seed: number): Promise<Shortest> {
  const harmless = new Set<number>();
  const fails = async (candidate: ReadonlySet<number>) =>
    (await runScenario(new Choices(seed, { harmless: candidate }))).violation !== null;
  const whole = new Choices(seed, { keep: true });
  await runScenario(whole);
  for (let size = Math.ceil(whole.count / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < whole.count; at += size) {
      const candidate = new Set(harmless);
      for (let index = at; index < at + size; index += 1) candidate.add(index);
      if (candidate.size > harmless.size && (await fails(candidate)))
        for (const index of candidate) harmless.add(index);
    }
  }
  const choices = new Choices(seed, { harmless, keep: true });
  const finish = await runScenario(choices, { log: true });
  const decisions = (choices.made ?? [])
    .map((choice, index) => ({ index, ...choice }))
    .filter(({ value }) => value !== 0);
  return { seed, decisions, finish };
}
