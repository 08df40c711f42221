import { PressrunError } from './errors.ts';
import type { Publication } from './model/config.ts';
import { longestRunDays } from './model/deployment.ts';
import type { Newsletter } from './model/newsletter.ts';
import type { Hold } from './model/outcome.ts';
import type { Counts } from './model/report.ts';
import type { Run } from './model/run.ts';
import type {
  Archive,
  ArticleStore,
  Clock,
  FeedbackStore,
  Ids,
  Ledger,
  Mailer,
  Random,
  RunStore,
  SubscriberStore,
  TemplateSource,
} from './ports.ts';
import { checkEdition } from './stages/check.ts';
import { createComposer } from './stages/compose-for.ts';
import { archiveEdition, freezeRevision, makeEdition, readEdition } from './stages/make-edition.ts';
import { partition } from './stages/partition.ts';
import { countsOf } from './stages/report.ts';
import { resolve } from './stages/resolve.ts';
import { segmented } from './stages/segment.ts';
import { readAudience, readBatch, type SelectOptions, select } from './stages/select.ts';
import { type Directive, type SendResult, sendBatch } from './stages/send.ts';
import { judgePass } from './stages/send-audience.ts';
import { judgeRates, ratesFrom } from './stages/send-rates.ts';
import { undecided } from './stages/send-undecided.ts';
import { settle } from './stages/settle.ts';
import type { Tokens } from './text/token.ts';

/** What starts a run, and what every step of it is given. References only: no article, no address. */
export interface RunReference {
  editionId: string;
  newsletter: string;
  /** The edition's instant. */
  at: string;
  /** Sends in spite of what `check` finds. */
  force: boolean;
}

/** What the steps of every edition know of one newsletter. */
export interface StepSetting {
  publication: Publication;
  newsletter: Newsletter;
  /** Whom this deployment may write to. */
  allows: (address: string) => boolean;
  /** How many days entries of the ledger are kept. */
  ledgerKeepDays: number;
}

export interface AssembleStepPorts {
  articles: Pick<ArticleStore, 'all'>;
  archive: Archive;
  runs: RunStore;
  templates: TemplateSource;
  clock: Clock;
}

/**
 * Assembles and renders the edition of a run, unless an earlier execution froze one.
 *
 * @returns the revision under which it stands in the archive.
 * @throws {PressrunError} `EDITION_EMPTY`, `TEMPLATE_INVALID`, …
 */
export async function assembleStep(
  { editionId, at }: RunReference,
  { publication, newsletter }: StepSetting,
  ports: AssembleStepPorts,
): Promise<{ revision: string }> {
  const run = await ports.runs.get(editionId);
  if (run !== null && run.revision !== null) return { revision: run.revision };
  const made = await makeEdition({ publication, newsletter, at }, ports);
  await archiveEdition(made, ports.archive);
  return { revision: made.rendered.revision };
}

export interface CheckStepPorts {
  archive: Archive;
  runs: RunStore;
  feedback: Pick<FeedbackStore, 'tally'>;
  mailer: Pick<Mailer, 'quota'>;
  clock: Clock;
}

/** What a run may take: from here on the edition is frozen. */
export interface CheckedRun {
  revision: string;
  workers: number;
  ratePerWorker: number | null;
  batchSize: number;
}

/**
 * What must hold before anyone is mailed, first of all a ledger that still knows who has the edition; freezes the edition; reads the provider's quota, once. Of two executions that freeze at once both
 * go on with the first one's revision.
 *
 * @throws {PressrunError} `CHECK_FAILED`; `RUN_STATE` where the ledger may have forgotten.
 */
export async function checkStep(
  { editionId, at, force, revision }: RunReference & { revision: string },
  { publication, newsletter, ledgerKeepDays }: StepSetting,
  ports: CheckStepPorts,
): Promise<CheckedRun> {
  const before = await ports.runs.get(editionId);
  const days = before === null ? 0 : (ports.clock.now() - Date.parse(before.startedAt)) / 86_400_000;
  if (days > ledgerKeepDays - longestRunDays) {
    const kept = `entries of its ledger are kept for ${ledgerKeepDays}, and a run may take ${longestRunDays}`;
    throw new PressrunError(
      'RUN_STATE',
      `${editionId} was begun ${Math.floor(days)} days ago; ${kept}. Who has it may be forgotten, so nobody was mailed.`,
    );
  }
  let frozen = before?.revision ?? null;
  if (frozen === null) {
    const { edition, rendered } = await readEdition(editionId, revision, ports.archive);
    const errors = checkEdition(edition, rendered, publication).filter(({ severity }) => severity === 'error');
    if (errors.length > 0 && !force) {
      const reasons = errors.map((error) => error.message).join(' ');
      throw new PressrunError('CHECK_FAILED', `${editionId} was not sent: ${reasons}`);
    }
    frozen = await freezeRevision(editionId, revision, ports.archive);
    // A person may have said yes to another, or another execution have been first.
    const sent = frozen === revision ? edition : (await readEdition(editionId, frozen, ports.archive)).edition;
    const articleIds = sent.sections.flatMap((section) => section.articles.map((article) => article.id));
    await ports.runs.remember(newsletter.slug, { id: sent.id, at: sent.at, articleIds });
  }
  const { maxPerSecond } = await ports.mailer.quota();
  const ratePerSecond = maxPerSecond === null ? null : maxPerSecond * newsletter.rateShare;
  const now = instant(ports);
  await ports.runs.put({
    editionId,
    newsletter: newsletter.slug,
    at: before?.at ?? at,
    state: 'running',
    step: 'select',
    revision: frozen,
    startedAt: before?.startedAt ?? now,
    updatedAt: now,
    finishedAt: null,
    hold: null,
    detail: null,
    ratePerSecond,
    ...(await ratesFrom(before, ports.feedback)),
  });
  return { revision: frozen, ...partition(ratePerSecond) };
}

export interface SelectStepPorts {
  subscribers: Pick<SubscriberStore, 'candidates' | 'dispatchable'>;
  ledger: Pick<Ledger, 'read'>;
  archive: Archive;
  runs: RunStore;
  clock: Clock;
  ids: Ids;
}

/**
 * Freezes the audience, and writes the manifest: a line a batch, from which the batches are handed out.
 *
 * @returns the manifest's name in the edition's archive.
 */
export async function selectStep(
  { editionId, at, batchSize }: RunReference & { batchSize: number },
  { publication, newsletter, allows }: StepSetting,
  ports: SelectStepPorts,
): Promise<{ manifest: string; batches: number; recipients: number }> {
  const exclude: SelectOptions['exclude'] = ({ email }) => (allows(email) ? null : 'not allowed on this deployment');
  const subscribers = segmented({ newsletter, language: publication.language, at }, ports);
  const audience = await select(
    editionId,
    { ...ports, subscribers },
    { newsletter: newsletter.slug, batchSize, exclude },
  );
  const manifest = `${audience.prefix}/manifest.jsonl`;
  const lines = Array.from({ length: audience.batches }, (_, index) => `${JSON.stringify({ number: index + 1 })}\n`);
  if (lines.length > 0) await ports.archive.put(editionId, manifest, lines.join(''));
  await enter(editionId, ports, { step: 'send' });
  return { manifest, batches: audience.batches, recipients: audience.recipients };
}

export interface SendStepPorts {
  archive: Archive;
  subscribers: Pick<SubscriberStore, 'dispatchable'>;
  ledger: Ledger;
  feedback: Pick<FeedbackStore, 'tally'>;
  runs: RunStore;
  mailer: Pick<Mailer, 'send'>;
  tokens: Tokens;
  clock: Clock;
  ids: Ids;
  random: Random;
}

const directiveMilliseconds = 2_000;

/**
 * Sends one batch as far as the time goes; what was decided before is passed over. A batch that must hold says so in the run, where the other
 * workers and `settleStep` see it.
 *
 * @param deadlineAt - milliseconds since the epoch after which nothing is sent.
 * @returns `complete` false and `ended` `out-of-time`: call again.
 */
export async function sendStep(
  request: RunReference & { revision: string; number: number; ratePerWorker: number | null },
  { publication, newsletter, allows }: StepSetting,
  ports: SendStepPorts,
  deadlineAt: number,
): Promise<Pick<SendResult, 'complete' | 'ended' | 'tally'>> {
  const { editionId, revision, number, ratePerWorker } = request;
  const audience = await readAudience(editionId, ports.archive);
  if (audience === null) throw new PressrunError('STORE_CORRUPT', `The archive of ${editionId} holds no audience.`);
  const batch = await undecided(await readBatch(audience, number, ports.archive), ports.ledger);
  const { rendered } = await readEdition(editionId, revision, ports.archive);
  const { tokens, clock } = ports;
  const compose = createComposer({ publication, newsletter, rendered, tokens, at: clock.now() });
  const result = await sendBatch(batch, compose, ports, {
    newsletter: newsletter.slug,
    from: newsletter.from.address,
    ratePerSecond: ratePerWorker,
    deadlineAt,
    allows,
    directive: seldom(clock, () => directiveOf(editionId, ports)),
  });
  if (result.ended === 'held') await enter(editionId, ports, { state: 'held', hold: result.hold });
  const { complete, ended, tally } = result;
  return { complete, ended, tally };
}

/** What the run's record, and what was learned of its messages, tell a worker. */
async function directiveOf(
  editionId: string,
  { runs, feedback }: Pick<SendStepPorts, 'runs' | 'feedback'>,
): Promise<Directive> {
  const run = await runs.get(editionId);
  if (run?.state === 'held' && run.hold !== null) return { go: false, why: 'held', hold: run.hold };
  if (await runs.stopRequested(editionId)) return { go: false, why: 'stopped' };
  const hold = judgeRates(await feedback.tally(editionId), run?.ratesFrom);
  return hold === null ? { go: true } : { go: false, why: 'held', hold };
}

/** Asks at most every two seconds, and answers with what it was told last in between. */
function seldom(clock: Clock, ask: () => Promise<Directive>): () => Promise<Directive> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let last: Directive = { go: true };
  return async () => {
    if (clock.now() - askedAt < directiveMilliseconds) return last;
    askedAt = clock.now();
    last = await ask();
    return last;
  };
}

export interface SettleStepPorts {
  archive: Archive;
  ledger: Ledger;
  runs: RunStore;
  mailer: Pick<Mailer, 'evidence'>;
  clock: Clock;
}

/** What a run does next: `wait` and `hold` go on at `until`, the one with settling and the other with sending. */
export type NextStep =
  | { next: 'wait' | 'hold'; until: string; settlingSince: string; passes: number }
  | { next: 'send' | 'report'; passes: number };

/**
 * Judges what has no outcome when all batches came back, and says how the run goes on. Evidence is awaited for the newsletter's
 * `settlingMinutes`, and no open claim is judged before its worker must be dead.
 *
 * @param workerSeconds - how long a worker may be alive after a claim.
 */
export async function settleStep(
  request: RunReference & { passes: number; settlingSince: string | null },
  { newsletter }: StepSetting,
  ports: SettleStepPorts,
  workerSeconds: number,
): Promise<NextStep> {
  const { editionId, passes } = request;
  const now = ports.clock.now();
  const claimedBefore = new Date(now - workerSeconds * 1_000).toISOString();
  await settle(editionId, ports, { claimedBefore });
  const run = await enter(editionId, ports, { step: 'settle' });
  if (await ports.runs.stopRequested(editionId)) {
    await enter(editionId, ports, { state: 'stopped', hold: null, detail: 'stopped on request' });
    return { next: 'report', passes };
  }
  const settlingSince = request.settlingSince ?? instant(ports);
  if (run.state === 'held') return held(run, settlingSince, passes);
  const audience = await readAudience(editionId, ports.archive);
  const ledger = await ports.ledger.count(editionId);
  const counts = countsOf(audience, ledger);
  const settlingSeconds = Math.max(newsletter.settlingMinutes * 60, ledger.claimed > 0 ? workerSeconds + 1 : 0);
  const settledAt = Date.parse(settlingSince) + settlingSeconds * 1_000;
  if (counts.uncertain > 0 && now < settledAt) {
    const until = new Date(Math.min(now + 60_000, settledAt)).toISOString();
    return { next: 'wait', until, settlingSince, passes };
  }
  if (counts.uncertain > 0 && newsletter.onUncertain === 'send-again') {
    counts.deferred += await resolve(editionId, 'send-again', ports);
  }
  const verdict = judgePass(counts, passes, newsletter.onUncertain);
  if (verdict === 'again') {
    await enter(editionId, ports, { step: 'send' });
    return { next: 'send', passes: passes + 1 };
  }
  if (verdict === 'done')
    await enter(editionId, ports, { state: 'finished', step: 'report', finishedAt: instant(ports) });
  else await enter(editionId, ports, { state: 'held', hold: verdict });
  return { next: 'report', passes };
}

/** A hold that ends by itself is waited for; any other is a person's to mend. */
function held(run: Run, settlingSince: string, passes: number): NextStep {
  const until = run.hold?.until ?? null;
  return until === null ? { next: 'report', passes } : { next: 'hold', until, settlingSince, passes };
}

/** How a run ended, for the log and the metrics. */
export interface RunSummary {
  editionId: string;
  state: Run['state'];
  hold: Hold | null;
  counts: Counts;
  /** From the run's beginning to now. */
  seconds: number;
}

export async function reportStep(
  { editionId }: RunReference,
  ports: { ledger: Pick<Ledger, 'count'>; archive: Pick<Archive, 'get'>; runs: RunStore; clock: Clock },
): Promise<RunSummary> {
  const run = await ports.runs.get(editionId);
  if (run === null) throw new PressrunError('EDITION_UNKNOWN', `There is no run of ${editionId}.`);
  const counts = countsOf(await readAudience(editionId, ports.archive), await ports.ledger.count(editionId));
  const seconds = Math.round((ports.clock.now() - Date.parse(run.startedAt)) / 1_000);
  return { editionId, state: run.state, hold: run.hold, counts, seconds };
}

/** A run that a step could not go on with: it says why, and can be resumed. One that was never frozen leaves no trace. */
export async function failStep(
  { editionId }: Pick<RunReference, 'editionId'>,
  detail: string,
  ports: { runs: RunStore; clock: Clock },
): Promise<void> {
  if ((await ports.runs.get(editionId)) !== null) await enter(editionId, ports, { state: 'failed', detail });
}

async function enter(
  editionId: string,
  ports: { runs: RunStore; clock: Pick<Clock, 'now'> },
  change: Partial<Run>,
): Promise<Run> {
  const run = await ports.runs.get(editionId);
  if (run === null) throw new PressrunError('EDITION_UNKNOWN', `There is no run of ${editionId}.`);
  const next = { ...run, ...change, updatedAt: instant(ports) };
  await ports.runs.put(next);
  return next;
}

function instant({ clock }: { clock: Pick<Clock, 'now'> }): string {
  return new Date(clock.now()).toISOString();
}
