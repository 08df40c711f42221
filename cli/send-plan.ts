import type { Publication } from '../core/model/config.ts';
import type { Newsletter } from '../core/model/newsletter.ts';
import type { PipelinePorts } from '../core/pipeline.ts';
import { checkEdition, type Finding } from '../core/stages/check.ts';
import { frozenRevision, type MadeEdition, makeEdition, readEdition } from '../core/stages/make-edition.ts';
import { partition } from '../core/stages/partition.ts';
import { previewAudience } from '../core/stages/preview-audience.ts';
import { countsOf } from '../core/stages/report.ts';
import { readAudience } from '../core/stages/select.ts';
import { editionId } from '../core/time/edition-id.ts';

/** Dollars for a message, à la carte: https://aws.amazon.com/ses/pricing/ */
const dollarsPerMessage = 0.0001;
/** What the outbox takes, about: it syncs each file to the disk. */
const outboxPerSecond = 500;

/** What a send would do, before anything is frozen or sent. */
export interface SendPlan {
  made: Omit<MadeEdition, 'selection'>;
  findings: Finding[];
  candidates: number;
  recipients: number;
  exclusions: number;
  exclusionsByReason: Record<string, number>;
  /** Recipients who have not been sent to: all of them, unless the run was begun before. */
  remaining: number;
  /** Messages a second; null: as fast as the mailer takes them. */
  ratePerSecond: number | null;
  /** About how long it takes. */
  seconds: number;
  costUsd: number;
  /** Whether an earlier passage froze the edition and its audience. */
  begun: boolean;
}

export interface SendPlanRequest {
  publication: Publication;
  newsletter: Newsletter;
  at: string;
  onUnreadable?: (file: string, error: unknown) => void;
}

/** Works out a send without beginning it. */
export async function planSend(request: SendPlanRequest, ports: PipelinePorts): Promise<SendPlan> {
  const { newsletter, publication, at } = request;
  const id = editionId(newsletter, at);
  const run = await ports.runs.get(id);
  const revision = run?.revision ?? (await frozenRevision(id, ports.archive));
  const made = revision === null ? await makeEdition(request, ports) : await readEdition(id, revision, ports.archive);
  const counts = (await frozenCounts(id, ports)) ?? (await countNow(request, ports));
  const { maxPerSecond } = await ports.mailer.quota();
  const ratePerSecond = maxPerSecond === null ? null : maxPerSecond * newsletter.rateShare;
  const { workers, ratePerWorker } = partition(ratePerSecond);
  const perSecond = ratePerWorker === null ? outboxPerSecond : workers * ratePerWorker;
  return {
    made,
    findings: checkEdition(made.edition, made.rendered, publication),
    ...counts,
    ratePerSecond,
    seconds: Math.ceil(counts.remaining / perSecond),
    costUsd: newsletter.mailer === 'ses' ? counts.remaining * dollarsPerMessage : 0,
    begun: revision !== null,
  };
}

type AudienceCounts = Pick<SendPlan, 'candidates' | 'recipients' | 'exclusions' | 'exclusionsByReason' | 'remaining'>;

async function frozenCounts(id: string, ports: PipelinePorts): Promise<AudienceCounts | null> {
  const audience = await readAudience(id, ports.archive);
  if (audience === null) return null;
  const { candidates, recipients, exclusions, exclusionsByReason } = audience;
  const counts = countsOf(audience, await ports.ledger.count(id));
  return { candidates, recipients, exclusions, exclusionsByReason, remaining: counts.unattempted + counts.deferred };
}

async function countNow(
  { publication, newsletter, at }: SendPlanRequest,
  ports: PipelinePorts,
): Promise<AudienceCounts> {
  const counts = await previewAudience({ newsletter, language: publication.language, at }, ports);
  return { ...counts, remaining: counts.recipients };
}
