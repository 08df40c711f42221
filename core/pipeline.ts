import { PressrunError } from './errors.ts';
import type { Audience } from './model/audience.ts';
import type { Publication } from './model/config.ts';
import type { Edition } from './model/edition.ts';
import type { Newsletter } from './model/newsletter.ts';
import type { Hold } from './model/outcome.ts';
import type { RenderedEdition } from './model/rendered-edition.ts';
import type { Counts, Report } from './model/report.ts';
import type { Run } from './model/run.ts';
import type {
  Archive,
  ArticleStore,
  Clock,
  Ids,
  Ledger,
  Mailer,
  Random,
  RunStore,
  SubscriberStore,
  TemplateSource,
} from './ports.ts';
import { checkEdition, type Finding } from './stages/check.ts';
import { compileMessagePlan, composeMessage } from './stages/compose.ts';
import { archiveEdition, makeEdition, readEdition } from './stages/make-edition.ts';
import { type Partition, partition } from './stages/partition.ts';
import { countsOf, report } from './stages/report.ts';
import { resolve } from './stages/resolve.ts';
import { readBatch, type SelectOptions, select } from './stages/select.ts';
import { type Compose, type Directive, type SendResult, sendBatch, type Tally } from './stages/send.ts';
import { settle } from './stages/settle.ts';
import { createLinks } from './text/links.ts';
import type { Tokens } from './text/token.ts';
import { editionId } from './time/edition-id.ts';

/** Everything outside that a run touches. */
export interface PipelinePorts {
  articles: Pick<ArticleStore, 'all'>;
  archive: Archive;
  subscribers: Pick<SubscriberStore, 'candidates' | 'dispatchable'>;
  ledger: Ledger;
  runs: RunStore;
  mailer: Mailer;
  templates: TemplateSource;
  tokens: Tokens;
  clock: Clock;
  ids: Ids;
  random: Random;
}

export interface RunRequest {
  publication: Publication;
  newsletter: Newsletter;
  /** The edition's instant. */
  at: string;
  /** Sends in spite of what `check` finds. */
  force?: boolean;
  /** Further rules of `select`. */
  exclude?: SelectOptions['exclude'];
  /** Whom this deployment may write to. Default: anyone. */
  allows?: (address: string) => boolean;
  /** Asked while sending, beside the stop that `stop` asks for. */
  directive?: () => Promise<Directive>;
  onProgress?: (progress: Progress) => void;
}

/** Where a run is. `tally` is of this passage. */
export interface Progress {
  step: Run['step'];
  findings?: readonly Finding[];
  audience?: Audience;
  candidates?: number;
  tally?: Readonly<Tally>;
}

export interface RunResult {
  run: Run;
  report: Report;
  /** False when the edition was finished before, and this call did nothing. */
  worked: boolean;
}

/**
 * One passage of one edition on one machine: assemble, render, check, select, send, settle, report. What an earlier passage
 * froze is taken as it is; what it left undone is done. The caller holds the run lock, which proves that no other
 * worker of this edition is alive.
 *
 * @throws {PressrunError} `EDITION_EMPTY`, `CHECK_FAILED`, `TEMPLATE_INVALID`, `LEDGER_UNAVAILABLE`, …; the run then says why it failed.
 * @example
 * const { run, report } = await runEdition({ publication, newsletter, at }, ports);
 */
export async function runEdition(request: RunRequest, ports: PipelinePorts): Promise<RunResult> {
  const id = editionId(request.newsletter, request.at);
  const before = await ports.runs.get(id);
  if (before?.state === 'finished' && !(await hasWork(id, ports))) {
    return { run: before, report: await report(id, ports), worked: false };
  }
  const passage = new Passage(request, ports, before ?? firstRun(id, request, ports.clock));
  try {
    const made = await passage.make();
    await passage.check(made);
    const audience = await passage.select();
    await passage.send(made, audience);
    return { run: passage.run, report: await report(id, ports), worked: true };
  } catch (error) {
    await passage.fail(error);
    throw error;
  }
}

/** Whether a finished edition has recipients to be sent to after all: an operator's `resolve --send-again`. */
async function hasWork(id: string, ports: PipelinePorts): Promise<boolean> {
  const { counts } = await report(id, ports);
  return counts.deferred + counts.unattempted > 0;
}

function firstRun(id: string, { newsletter, at }: RunRequest, clock: Clock): Run {
  const now = new Date(clock.now()).toISOString();
  return {
    editionId: id,
    newsletter: newsletter.slug,
    at,
    state: 'running',
    step: 'assemble',
    revision: null,
    startedAt: now,
    updatedAt: now,
    finishedAt: null,
    hold: null,
    detail: null,
    ratePerSecond: null,
  };
}

type Made = { edition: Edition; rendered: RenderedEdition };

/** The steps of one passage, and the run's record beside them. */
class Passage {
  run: Run;
  readonly #request: RunRequest;
  readonly #ports: PipelinePorts;
  #spread: Partition = partition(null);
  #interrupted: Extract<Directive, { go: false }> | null = null;

  constructor(request: RunRequest, ports: PipelinePorts, run: Run) {
    this.#request = request;
    this.#ports = ports;
    this.run = run;
  }

  /** The edition of this run: the archived one where an earlier passage froze it. */
  async make(): Promise<Made> {
    const { archive, runs } = this.#ports;
    const { editionId: id, revision } = this.run;
    if (revision !== null) {
      const made = await readEdition(id, revision, archive);
      await runs.clearStop(id);
      await this.#enter({ step: 'check', state: 'running', hold: null, detail: null, finishedAt: null });
      return made;
    }
    const made = await makeEdition(this.#request, this.#ports);
    await archiveEdition(made, archive);
    await this.#enter({ step: 'check', state: 'running', revision: made.rendered.revision });
    return made;
  }

  /** What must hold before anyone is mailed; and the provider's quota, read once. */
  async check({ edition, rendered }: Made): Promise<void> {
    const { newsletter, publication, force = false, onProgress } = this.#request;
    const findings = checkEdition(edition, rendered, publication);
    onProgress?.({ step: 'check', findings });
    const errors = findings.filter((finding) => finding.severity === 'error');
    if (errors.length > 0 && !force) {
      throw new PressrunError(
        'CHECK_FAILED',
        `${edition.id} was not sent: ${errors.map((error) => error.message).join(' ')}`,
      );
    }
    const { maxPerSecond } = await this.#ports.mailer.quota();
    const ratePerSecond = maxPerSecond === null ? null : maxPerSecond * newsletter.rateShare;
    this.#spread = partition(ratePerSecond);
    await this.#enter({ step: 'select', ratePerSecond });
    const articleIds = edition.sections.flatMap((section) => section.articles.map((article) => article.id));
    await this.#ports.runs.remember(newsletter.slug, { id: edition.id, at: edition.at, articleIds });
  }

  async select(): Promise<Audience> {
    const { newsletter, exclude, onProgress } = this.#request;
    const audience = await select(this.run.editionId, this.#ports, {
      newsletter: newsletter.slug,
      batchSize: this.#spread.batchSize,
      ...(exclude && { exclude }),
      onProgress: (candidates) => onProgress?.({ step: 'select', candidates }),
    });
    await this.#enter({ step: 'send' });
    onProgress?.({ step: 'send', audience });
    return audience;
  }

  /** Sends until everyone is decided, or something says to end; then settles, and sends what that set free. */
  async send(made: Made, audience: Audience): Promise<void> {
    const compose = this.#composer(made);
    await this.#judgeDeadClaims();
    for (let passes = 1; ; passes += 1) {
      const ended = await this.#sendBatches(audience, compose);
      if (ended !== null) return this.#endEarly(ended);
      await this.#enter({ step: 'settle' });
      const counts = await this.#settle(audience);
      const again = counts.unattempted > 0 || (await this.#sendAgain(counts));
      if (!again || passes >= 3) return this.#finish(counts);
      await this.#enter({ step: 'send' });
    }
  }

  async fail(error: unknown): Promise<void> {
    // A run that was never begun (too few articles, a template with a fault) leaves no trace.
    if (this.run.revision === null) return;
    const detail = error instanceof Error ? error.message : String(error);
    await this.#enter({ state: 'failed', detail }).catch(() => {});
  }

  #composer({ edition, rendered }: Made): Compose {
    const { publication, newsletter } = this.#request;
    const { from, replyTo, slug, title } = newsletter;
    const host = new URL(publication.url).hostname;
    const plan = compileMessagePlan(rendered, { from, replyTo, newsletter: { slug, title }, host });
    const { tokens, clock } = this.#ports;
    const linksOf = createLinks({ publication, tokens, newsletter: slug, editionId: edition.id, at: clock.now() });
    return ({ subscriber: { id, email, attributes } }, { messageId, at }) =>
      composeMessage(plan, {
        subscriberId: id,
        email,
        attributes: { ...attributes, email },
        links: linksOf(id),
        messageId,
        at,
      });
  }

  /** Each worker takes the next batch until there is none. @returns what ended it early, or null. */
  async #sendBatches(audience: Audience, compose: Compose): Promise<SendResult | null> {
    const { newsletter, allows, onProgress } = this.#request;
    const total: Tally = { accepted: 0, rejected: 0, deferred: 0, uncertain: 0, withheld: 0, passed: 0 };
    let next = 1;
    let early: SendResult | null = null;
    const worker = async (): Promise<void> => {
      while (early === null && next <= audience.batches) {
        const batch = await readBatch(audience, next++, this.#ports.archive);
        let before: Readonly<Tally> | null = null;
        const result = await sendBatch(batch, compose, this.#ports, {
          newsletter: newsletter.slug,
          from: newsletter.from.address,
          ratePerSecond: this.#spread.ratePerWorker,
          ...(allows && { allows }),
          directive: () => (early === null ? this.#directive() : Promise.resolve({ go: false, why: 'stopped' })),
          onProgress: (tally) => {
            for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key] - (before?.[key] ?? 0);
            before = { ...tally };
            onProgress?.({ step: 'send', tally: total });
          },
        });
        if (!result.complete) early ??= result;
      }
    };
    await Promise.all(Array.from({ length: this.#spread.workers }, worker));
    return early;
  }

  async #directive(): Promise<Directive> {
    const asked = await this.#request.directive?.();
    const answer: Directive = asked !== undefined && !asked.go ? asked : await this.#stopAsked();
    if (!answer.go) this.#interrupted = answer;
    return answer;
  }

  async #stopAsked(): Promise<Directive> {
    return (await this.#ports.runs.stopRequested(this.run.editionId)) ? { go: false, why: 'stopped' } : { go: true };
  }

  /** The run lock proves that the workers of all open claims are dead. */
  async #judgeDeadClaims(): Promise<void> {
    // One millisecond on, so that a claim of this very millisecond is judged too.
    const claimedBefore = new Date(this.#ports.clock.now() + 1).toISOString();
    await settle(this.run.editionId, this.#ports, { claimedBefore });
  }

  /** Gathers evidence; waits for it as long as the newsletter says, while anything is uncertain. */
  async #settle(audience: Audience): Promise<Counts> {
    const { clock, ledger } = this.#ports;
    const until = clock.now() + this.#request.newsletter.settlingMinutes * 60_000;
    for (;;) {
      await this.#judgeDeadClaims();
      const counts = countsOf(audience, await ledger.count(this.run.editionId));
      if (counts.uncertain === 0 || clock.now() >= until || !(await this.#directive()).go) return counts;
      this.#request.onProgress?.({ step: 'settle' });
      await clock.sleep(Math.min(1_000, until - clock.now()));
    }
  }

  /** Where the newsletter chose so, what is still uncertain is sent again. */
  async #sendAgain(counts: Counts): Promise<boolean> {
    if (counts.uncertain === 0 || this.#request.newsletter.onUncertain !== 'send-again') return false;
    return this.#interrupted === null && (await resolve(this.run.editionId, 'send-again', this.#ports)) > 0;
  }

  async #endEarly({ ended, hold }: SendResult): Promise<void> {
    if (ended === 'held') await this.#enter({ state: 'held', hold });
    else await this.#enter({ state: 'stopped', detail: ended === 'stopped' ? 'stopped on request' : 'out of time' });
  }

  async #finish(counts: Counts): Promise<void> {
    const left = counts.deferred + counts.unattempted;
    if (left > 0) {
      const detail = `${left} recipients are still to be sent to: the provider took nothing of them in several tries.`;
      const hold: Hold = { cause: 'still-deferred', detail, until: null };
      await this.#enter({ state: 'held', step: 'settle', hold });
    } else {
      await this.#enter({
        state: 'finished',
        step: 'report',
        finishedAt: new Date(this.#ports.clock.now()).toISOString(),
      });
    }
  }

  async #enter(change: Partial<Run>): Promise<void> {
    this.run = { ...this.run, ...change, updatedAt: new Date(this.#ports.clock.now()).toISOString() };
    await this.#ports.runs.put(this.run);
    this.#request.onProgress?.({ step: this.run.step });
  }
}
