import { editionIdSchema } from '../model/edition.ts';
import type { Feedback } from '../model/feedback.ts';
import { renderedEditionSchema } from '../model/rendered-edition.ts';
import type { Archive, FeedbackStore, Ledger, RunStore } from '../ports.ts';
import { isMachine, type RequestSigns } from './track-machine.ts';

/** One time that somebody follows a counted link, or that the picture at the end of a message is fetched. */
export interface Visit extends Pick<RequestSigns, 'userAgent' | 'isPrefetch'> {
  editionId: string;
  subscriberId: string;
  /** In milliseconds since the epoch. */
  at: number;
  /** The link's number and where it leads; null for an opening. */
  link: { number: number; url: string } | null;
}

export interface VisitPorts {
  ledger: Pick<Ledger, 'read'>;
  feedback: Pick<FeedbackStore, 'add'>;
}

/**
 * Where a link of an edition leads: by its number in the list that was archived with the edition, and by nothing else.
 *
 * @param number - as it stands in the address.
 * @returns null where there is no such edition, or it has no such link, or its links are not counted.
 */
export async function trackedLink(
  editionId: string,
  number: string,
  ports: { runs: Pick<RunStore, 'get'>; archive: Pick<Archive, 'get'> },
): Promise<string | null> {
  if (!/^[1-9]\d{0,3}$/.test(number) || !editionIdSchema.safeParse(editionId).success) return null;
  const run = await ports.runs.get(editionId);
  if (run === null || run.revision === null) return null;
  const links = await trackedLinks(editionId, run.revision, ports.archive);
  return links?.[Number(number) - 1] ?? null;
}

/** Every address that is counted of an edition. @returns null where nothing is. */
export async function trackedLinks(
  editionId: string,
  revision: string,
  archive: Pick<Archive, 'get'>,
): Promise<readonly string[] | null> {
  const bytes = await archive.get(editionId, `${revision}/rendered.json`);
  if (bytes === null) return null;
  const { tracking } = archivedSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  return tracking?.links ?? null;
}

const archivedSchema = renderedEditionSchema.pick({ tracking: true }).strip();

/**
 * Keeps that a recipient followed a link or opened the message: the first time by a person and the first by a program, each once, so that
 * no one can fill the store with one link. Whoever is no recipient of the edition (a test, a sample) is not counted.
 *
 * @returns whether it was new.
 */
export async function recordVisit(visit: Visit, { ledger, feedback }: VisitPorts): Promise<boolean> {
  const { editionId, subscriberId, link } = visit;
  const entry = (await ledger.read(editionId, [subscriberId])).get(subscriberId);
  if (entry === undefined) return false;
  const accepted = Date.parse(entry.decidedAt ?? entry.claimedAt);
  const machine = isMachine({ ...visit, secondsAfterAcceptance: (visit.at - accepted) / 1_000 });
  const kind = link === null ? 'open' : 'click';
  const learned: Feedback = {
    id: [kind, editionId, subscriberId, ...(link === null ? [] : [link.number]), machine ? 'machine' : 'person'].join(
      ':',
    ),
    kind,
    editionId,
    subscriberId,
    attemptId: '',
    providerMessageId: null,
    at: new Date(visit.at).toISOString(),
    detail: null,
    bounce: null,
    isMachine: machine,
    url: link?.url ?? null,
  };
  return (await feedback.add([learned])).length > 0;
}
