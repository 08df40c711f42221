import { PressrunError } from '../core/errors.ts';
import type { Run } from '../core/model/run.ts';
import type { LocalPorts } from './local-ports.ts';
import type { Standing } from './report-text.ts';

/** Another process that only looks holds the lock for less than this. */
export const glanceMilliseconds = 150;

/** A run, and how it stands. */
export interface StandingRun {
  run: Run;
  standing: Standing;
}

/**
 * How a run stands. A record that says `running` while nobody holds the run lock is of a process that ended without a word.
 *
 * @throws {PressrunError} `EDITION_UNKNOWN`
 */
export async function standingOf(editionId: string, local: LocalPorts): Promise<StandingRun> {
  const run = await local.runs.get(editionId);
  if (run === null) throw new PressrunError('EDITION_UNKNOWN', `There is no run of an edition "${editionId}".`);
  if (run.state !== 'running' || someoneSends(local)) return { run, standing: run.state };
  // Read again: it may have ended between the two looks, and what it wrote before it let the lock go is the truth.
  const ended = (await local.runs.get(editionId)) ?? run;
  return { run: ended, standing: ended.state === 'running' ? 'interrupted' : ended.state };
}

/** Whether a process is sending from this data folder. */
export function someoneSends(local: LocalPorts): boolean {
  const lock = local.lock(glanceMilliseconds);
  lock?.release();
  return lock === null;
}
