import { PressrunError } from './errors.ts';
import type { Audience } from './model/audience.ts';
import type { Publication } from './model/config.ts';
import type { Edition } from './model/edition.ts';
import type { Newsletter } from './model/newsletter.ts';
import type { RenderedEdition } from './model/rendered-edition.ts';
import type { Report } from './model/report.ts';
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
import { checkEdition, type Finding } from './stages/check.ts';
import { createComposer } from './stages/compose-for.ts';
import { archiveEdition, makeEdition, readEdition } from './stages/make-edition.ts';
import { type Partition, partition } from './stages/partition.ts';
import { report } from './stages/report.ts';
import { segmented } from './stages/segment.ts';
import { type SelectOptions, select } from './stages/select.ts';
import type { Compose, Directive, Tally } from './stages/send.ts';
import { sendAudience } from './stages/send-audience.ts';
import { judgeRates, ratesFrom } from './stages/send-rates.ts';
import type { Tokens } from './text/token.ts';
import { editionId } from './time/edition-id.ts';

const lookMilliseconds = 250;

/** Everything outside that a run touches. */
export interface PipelinePorts {
  articles: Pick<ArticleStore, 'all'>;
  archive: Archive;
  subscribers: Pick<SubscriberStore, 'candidates' | 'dispatchable'>;
  ledger: Ledger;
  feedback: Pick<FeedbackStore, 'tally'>;
  runs: RunStore;
  mailer: Mailer;
  templates: TemplateSource;
  tokens: Tokens;
  clock: Clock;
  ids: Ids;
  random: Random;
}

/** An edition and its rendering. */
export interface Made {
  edition: Edition;
  rendered: RenderedEdition;
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
  /** The edition that a person has seen and said yes to: it is sent as it is. Default: made now, of the articles there are. */
  made?: Made;
  /** Asked all the while, beside the stop that `stop` asks for. */
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
  const seen = request.made?.rendered.revision;
  if (seen !== undefined && before !== null && before.revision !== seen) {
    throw new PressrunError('RUN_STATE', `${id} was begun meanwhile, and not as it was shown: nothing was sent now.`);
  }
  const passage = new Passage(request, ports, before ?? firstRun(id, request, ports.clock));
  try {
    const made = await passage.make();
    await passage.check(made);
    const audience = await passage.select();
    await passage.send(made, audience);
  } catch (error) {
    if (error instanceof StopAsked) await passage.stop();
    else {
      await passage.fail(error);
      throw error;
    }
  }
  return { run: passage.run, report: await report(id, ports), worked: true };
}

/** Ends a passage before it sends. Never leaves this file. */
class StopAsked extends Error {}

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

/** The steps of one passage, and the run's record beside them. */
class Passage {
  run: Run;
  readonly #request: RunRequest;
  readonly #ports: PipelinePorts;
  #spread: Partition = partition(null);
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(request: RunRequest, ports: PipelinePorts, run: Run) {
    this.#request = request;
    this.#ports = ports;
    this.run = run;
  }

  /** The edition of this run: the frozen one where an earlier passage got that far. */
  async make(): Promise<Made> {
    const { editionId: id, revision } = this.run;
    if (revision === null) {
      const request = { ...this.#request, mayGoOn: () => this.#mayGoOn() };
      const made = this.#request.made ?? (await makeEdition(request, this.#ports));
      await this.#mayGoOn();
      return made;
    }
    const made = await readEdition(id, revision, this.#ports.archive);
    await this.#ports.runs.clearStop(id);
    const from = await ratesFrom(this.run, this.#ports.feedback);
    await this.#enter({ step: 'check', state: 'running', hold: null, detail: null, finishedAt: null, ...from });
    return made;
  }

  /** What must hold before the edition is frozen and anyone is mailed; and the provider's quota, read once. */
  async check(made: Made): Promise<void> {
    if (this.run.revision === null) await this.#freeze(made);
    const { maxPerSecond } = await this.#ports.mailer.quota();
    const ratePerSecond = maxPerSecond === null ? null : maxPerSecond * this.#request.newsletter.rateShare;
    this.#spread = partition(ratePerSecond);
    await this.#enter({ step: 'select', ratePerSecond });
  }

  async #freeze(made: Made): Promise<void> {
    const { newsletter, publication, force = false, onProgress } = this.#request;
    const { edition, rendered } = made;
    const findings = checkEdition(edition, rendered, publication);
    onProgress?.({ step: 'check', findings });
    const errors = findings.filter((finding) => finding.severity === 'error');
    if (errors.length > 0 && !force) {
      const reasons = errors.map((error) => error.message).join(' ');
      throw new PressrunError('CHECK_FAILED', `${edition.id} was not sent: ${reasons}`);
    }
    await archiveEdition(made, this.#ports.archive);
    const articleIds = edition.sections.flatMap((section) => section.articles.map((article) => article.id));
    await this.#ports.runs.remember(newsletter.slug, { id: edition.id, at: edition.at, articleIds });
    await this.#enter({ step: 'check', revision: rendered.revision });
  }

  async select(): Promise<Audience> {
    const { newsletter, publication, at, exclude, onProgress } = this.#request;
    const subscribers = segmented({ newsletter, language: publication.language, at }, this.#ports);
    const audience = await select(
      this.run.editionId,
      { ...this.#ports, subscribers },
      {
        newsletter: newsletter.slug,
        batchSize: this.#spread.batchSize,
        ...(exclude && { exclude }),
        onProgress: (candidates) => onProgress?.({ step: 'select', candidates }),
        mayGoOn: () => this.#mayGoOn(),
      },
    );
    onProgress?.({ step: 'select', audience });
    return audience;
  }

  /** Sends until everyone is decided, or something says to end. */
  async send(made: Made, audience: Audience): Promise<void> {
    const { newsletter, allows, onProgress } = this.#request;
    const { ended, hold } = await sendAudience(audience, this.#composer(made), this.#ports, {
      newsletter: newsletter.slug,
      from: newsletter.from.address,
      ...(allows && { allows }),
      spread: this.#spread,
      settlingMinutes: newsletter.settlingMinutes,
      onUncertain: newsletter.onUncertain,
      directive: () => this.#directive(),
      onProgress: async ({ step, tally }) => {
        if (step !== this.run.step) await this.#enter({ step });
        onProgress?.({ step, tally });
      },
    });
    if (ended === 'held') await this.#enter({ state: 'held', hold });
    else if (ended === 'stopped') await this.stop();
    else await this.#enter({ state: 'finished', step: 'report', finishedAt: this.#instant() });
  }

  /** @throws {PressrunError} `RUN_STATE` where the edition is not frozen yet: then there is no run, and nothing to go on with. */
  async stop(): Promise<void> {
    if (this.run.revision === null) {
      throw new PressrunError('RUN_STATE', `${this.run.editionId} was stopped before its run began: nothing was sent.`);
    }
    await this.#enter({ state: 'stopped', hold: null, detail: 'stopped on request' });
  }

  async fail(error: unknown): Promise<void> {
    // A run that was never begun (too few articles, a template with a fault) leaves no trace.
    if (this.run.revision === null) return;
    const detail = error instanceof Error ? error.message : String(error);
    await this.#enter({ state: 'failed', detail }).catch(() => {});
  }

  #composer({ rendered }: Made): Compose {
    const { publication, newsletter } = this.#request;
    const { tokens, clock } = this.#ports;
    return createComposer({ publication, newsletter, rendered, tokens, at: clock.now() });
  }

  /** Rejects where something says to stop. Looks every so often, and lets signals in. A hold is for `send` to see. */
  async #mayGoOn(): Promise<void> {
    const { clock } = this.#ports;
    if (clock.now() - this.#lookedAt < lookMilliseconds) return;
    await clock.sleep(0);
    this.#lookedAt = clock.now();
    const directive = await this.#directive();
    if (!directive.go && directive.why === 'stopped') throw new StopAsked();
  }

  async #directive(): Promise<Directive> {
    const asked = await this.#request.directive?.();
    if (asked !== undefined && !asked.go) return asked;
    const { editionId: id } = this.run;
    if (await this.#ports.runs.stopRequested(id)) return { go: false, why: 'stopped' };
    const hold = judgeRates(await this.#ports.feedback.tally(id), this.run.ratesFrom);
    return hold === null ? { go: true } : { go: false, why: 'held', hold };
  }

  async #enter(change: Partial<Run>): Promise<void> {
    this.run = { ...this.run, ...change, updatedAt: this.#instant() };
    await this.#ports.runs.put(this.run);
    this.#request.onProgress?.({ step: this.run.step });
  }

  #instant(): string {
    return new Date(this.#ports.clock.now()).toISOString();
  }
}
