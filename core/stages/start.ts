import { PressrunError } from '../errors.ts';
import { editionTag } from '../model/edition.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Clock, RunStore } from '../ports.ts';
import { sha256 } from '../text/hash.ts';
import { editionId } from '../time/edition-id.ts';

/** What begins an execution of the pipeline somewhere else. */
export interface Engine {
  /**
   * Begins an execution under a name, once: under a name that was used before nothing is begun.
   * @returns whether it was begun by this call.
   */
  begin(
    name: string,
    reference: { editionId: string; newsletter: string; at: string; force: boolean },
  ): Promise<boolean>;
}

export interface StartRequest {
  newsletter: Pick<Newsletter, 'slug' | 'timeZone' | 'cron' | 'maxLatenessMinutes'>;
  /** The instant the schedule fired for, or that a person named. */
  at: string;
  /** Only the schedule refuses to be late, and only a person begins an edition again. */
  by: 'schedule' | 'person';
  force?: boolean;
}

/**
 * Starts the run of an edition under a name that follows from the edition, so that the schedule firing twice begins it once. A person's
 * second start is named after the run as it then stands: two persons who resume the same standing begin it once.
 *
 * @returns the edition, the execution's name, and whether this call began it.
 * @throws {PressrunError} `EDITION_TOO_LATE` for a schedule later than `maxLatenessMinutes`.
 * @example await start({ newsletter, at: '2026-11-23T12:00:00Z', by: 'schedule' }, ports);
 */
export async function start(
  { newsletter, at, by, force = false }: StartRequest,
  { runs, engine, clock }: { runs: RunStore; engine: Engine; clock: Pick<Clock, 'now'> },
): Promise<{ editionId: string; name: string; begun: boolean }> {
  const id = editionId(newsletter, at);
  const lateMinutes = (clock.now() - Date.parse(at)) / 60_000;
  if (by === 'schedule' && lateMinutes > newsletter.maxLatenessMinutes) {
    const message = `${id} would be ${Math.round(lateMinutes)} minutes late, and may be ${newsletter.maxLatenessMinutes}.`;
    throw new PressrunError('EDITION_TOO_LATE', message);
  }
  const run = await runs.get(id);
  let name = editionTag(id);
  if (by === 'person' && run !== null) {
    await runs.clearStop(id);
    name = `${name}.${sha256(`${run.state} ${run.updatedAt}`).slice(0, 12)}`;
  }
  const reference = { editionId: id, newsletter: newsletter.slug, at: run?.at ?? at, force };
  if (await engine.begin(name, reference)) return { editionId: id, name, begun: true };
  if (by === 'schedule' || run !== null) return { editionId: id, name, begun: false };
  // The name is that of an execution that ended before the run began: below its minimum, say, or a template with a fault.
  name = `${name}.${Math.floor(clock.now() / 60_000).toString(36)}`;
  return { editionId: id, name, begun: await engine.begin(name, reference) };
}
