import type { RunLock } from '../adapters/local/run-lock.ts';
import { PressrunError } from '../core/errors.ts';
import type { Run } from '../core/model/run.ts';
import {
  type Made,
  type Progress as RunProgress,
  type RunRequest,
  type RunResult,
  runEdition,
} from '../core/pipeline.ts';
import type { Archive } from '../core/ports.ts';
import { archiveEdition, freezeRevision, frozenRevision } from '../core/stages/make-edition.ts';
import { countsOf, report } from '../core/stages/report.ts';
import { readAudience } from '../core/stages/select.ts';
import { editionId } from '../core/time/edition-id.ts';
import type { Call, ExitCode } from './command.ts';
import type { Desk } from './desk.ts';
import type { DeploymentHand } from './local-ports.ts';
import { adviceLines, causeLines, counted, countLines, runLines } from './report-text.ts';
import type { Progress, Terminal } from './terminal.ts';

const watchMilliseconds = 200;
/** How long a deployment may take to assemble and check an edition. */
const beginMilliseconds = 300_000;
/** How long another process may hold the lock before it says which edition it sends: assembling and rendering. */
const silentPolls = 150;
/** `status` and the like hold the lock for a moment, beside a record that a dead process left: no sign of life yet. */
const probePolls = 2;

/** Fewer are selected before a bar could be read. */
const manyCandidates = 50_000;

/** What to send, and whether this process may: one that nobody said yes to only watches another. */
export type PassRequest = RunRequest & {
  mayBegin: boolean;
  /** Until when to wait for another edition that is being sent, in milliseconds. Default: not at all. */
  waitUntil?: number;
};

/**
 * One passage of an edition from this process; or, where another process is at it, a watch over that one until it ends.
 *
 * @throws {PressrunError} `RUN_BUSY` while another edition is being sent from this data folder; whatever `runEdition` throws.
 */
export async function pass(
  request: PassRequest,
  desk: Desk,
  call: Pick<Call, 'terminal' | 'interruption'>,
): Promise<RunResult> {
  const id = editionId(request.newsletter, request.at);
  if (desk.local.deployment !== undefined) return passOnDeployment(id, request, desk, call, desk.local.deployment);
  for (let silent = 0; ; ) {
    const lock = desk.local.lock();
    if (lock !== null) {
      if (request.mayBegin) return passWithLock(request, desk, call, lock);
      lock.release();
      throw new PressrunError('RUN_STATE', `The process that was sending ${id} ended before it was done.`);
    }
    const running = (await desk.ports.runs.list()).filter(({ state }) => state === 'running');
    if (running.some((run) => run.editionId === id)) {
      const watched = await watch(id, desk, call);
      if (watched !== null) return watched;
    } else if (silent > (running[0] === undefined ? silentPolls : probePolls) && !mayWait(request, desk, call)) {
      const what = running[0]?.editionId ?? 'another edition';
      throw new PressrunError('RUN_BUSY', `${what} is being sent from this data folder.`);
    } else {
      silent += 1;
      await desk.ports.clock.sleep(watchMilliseconds);
    }
  }
}

function mayWait({ waitUntil }: PassRequest, desk: Desk, { interruption }: Pick<Call, 'interruption'>): boolean {
  return waitUntil !== undefined && desk.ports.clock.now() < waitUntil && !interruption().aborted;
}

/** Starts the run on the deployment and watches it to its end; it goes on there whatever becomes of this process. */
async function passOnDeployment(
  id: string,
  request: PassRequest,
  desk: Desk,
  { terminal, interruption }: Pick<Call, 'terminal' | 'interruption'>,
  deployment: DeploymentHand,
): Promise<RunResult> {
  const { runs, ledger, archive, clock } = desk.ports;
  const before = await runs.get(id);
  if (!request.mayBegin) {
    if (before === null) throw new PressrunError('RUN_STATE', `${id} was not begun.`);
    return { run: before, report: await report(id, desk.ports), worked: false };
  }
  if (request.made !== undefined) await freezeSeen(id, request.made, archive);
  await deployment.begin(request);
  terminal.note(`${id} is being sent there. Ctrl-C ends the watching, not the run.`);
  const interrupted = interruption();
  let bar: Progress | null = null;
  try {
    for (const begunAt = clock.now(); ; await clock.sleep(2_000)) {
      const run = await runs.get(id);
      const isNew = run !== null && run.updatedAt !== before?.updatedAt;
      if (run !== null && isNew && run.state !== 'running')
        return { run, report: await report(id, desk.ports), worked: true };
      if (interrupted.aborted) throw new PressrunError('RUN_BUSY', `${id} goes on: \`pressrun status ${id}\`.`);
      if (!isNew && clock.now() - begunAt > beginMilliseconds) {
        throw new PressrunError('RUN_STATE', `${id} has not begun: it may be below its minimum, or a check failed.`);
      }
      const audience = isNew ? await readAudience(id, archive) : null;
      if (audience === null) continue;
      bar ??= await terminal.progress('Sending', audience.recipients);
      bar.set(audience.recipients - countsOf(audience, await ledger.count(id)).unattempted);
    }
  } finally {
    bar?.end();
  }
}

/** What a person said yes to is what is sent, whatever the deployment makes of the articles there are by then. */
async function freezeSeen(id: string, made: Made, archive: Archive): Promise<void> {
  const { revision } = made.rendered;
  const standing = await frozenRevision(id, archive);
  if (standing === null) await archiveEdition(made, archive);
  if ((standing ?? (await freezeRevision(id, revision, archive))) === revision) return;
  throw new PressrunError('RUN_STATE', `${id} was begun meanwhile, and not as it was shown: nothing was sent now.`);
}

async function passWithLock(
  request: RunRequest,
  desk: Desk,
  call: Pick<Call, 'terminal' | 'interruption'>,
  lock: RunLock,
): Promise<RunResult> {
  const shown = new ShownProgress(call.terminal);
  try {
    await closeDeadRuns(editionId(request.newsletter, request.at), desk);
    const interruption = call.interruption();
    return await runEdition(
      {
        ...request,
        directive: async () => (interruption.aborted ? { go: false, why: 'stopped' } : { go: true }),
        onProgress: (progress) => shown.show(progress),
      },
      desk.ports,
    );
  } finally {
    shown.end();
    lock.release();
  }
}

/** Whoever holds the lock knows that no other run is alive, whatever the records say. */
async function closeDeadRuns(except: string, { ports: { runs, clock } }: Desk): Promise<void> {
  for (const run of await runs.list()) {
    if (run.state !== 'running' || run.editionId === except) continue;
    const updatedAt = new Date(clock.now()).toISOString();
    await runs.put({ ...run, state: 'stopped', updatedAt, detail: 'its process ended without a word' });
  }
}

/** Watches a live run. @returns how it ended; null when its process died. */
async function watch(
  id: string,
  desk: Desk,
  { terminal, interruption }: Pick<Call, 'terminal' | 'interruption'>,
): Promise<RunResult | null> {
  const { runs, ledger, archive, clock } = desk.ports;
  terminal.note(`${id} is being sent by another process. Watching it; Ctrl-C ends the watching, not the run.`);
  const audience = await readAudience(id, archive);
  const interrupted = interruption();
  const bar = await terminal.progress('Watching', audience?.recipients ?? null);
  try {
    for (;;) {
      const run = await runs.get(id);
      if (run !== null && run.state !== 'running') return { run, report: await report(id, desk.ports), worked: true };
      const lock = desk.local.lock();
      lock?.release();
      if (lock !== null) {
        // It ended, well or not, between the two looks: only a record that still says `running` is of the dead.
        const left = await runs.get(id);
        if (left === null || left.state === 'running') return null;
        return { run: left, report: await report(id, desk.ports), worked: true };
      }
      if (interrupted.aborted) throw new PressrunError('RUN_BUSY', `${id} goes on in the other process.`);
      if (audience !== null) bar.set(audience.recipients - countsOf(audience, await ledger.count(id)).unattempted);
      await clock.sleep(watchMilliseconds);
    }
  } finally {
    bar.end();
  }
}

/** A bar of what is decided, on a terminal. */
class ShownProgress {
  readonly #terminal: Terminal;
  #bar: Progress | null = null;
  /** Of the bar that stands, or is being made; null after the end. */
  #label: string | null = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show({ candidates = 0, audience, tally, step }: RunProgress): void {
    if (candidates >= manyCandidates) this.#begin('Selecting', null);
    if (candidates > 0) this.#bar?.set(candidates, 'candidates');
    if (audience !== undefined) this.#begin('Sending', audience.recipients);
    if (tally === undefined) return;
    const done = Object.values(tally).reduce((sum, value) => sum + value, 0) - tally.deferred;
    this.#bar?.set(done, step === 'settle' && tally.uncertain > 0 ? 'waiting for evidence' : '');
  }

  end(): void {
    this.#label = null;
    this.#bar?.end();
  }

  #begin(label: string, total: number | null): void {
    if (this.#label === label) return;
    this.#bar?.end();
    this.#bar = null;
    this.#label = label;
    void this.#terminal.progress(label, total).then((bar) => {
      if (this.#label === label) this.#bar = bar;
      else bar.end();
    });
  }
}

/** 0 finished, 3 when something needs a person, 1 otherwise. */
export function exitCodeOfRun({ state }: Run, { uncertain }: { uncertain: number }): ExitCode {
  if (state === 'held' || (state === 'finished' && uncertain > 0)) return 3;
  return state === 'finished' ? 0 : 1;
}

/** Prints how a run ended. */
export function printResult(
  { run, report: { counts, ...rest }, worked }: RunResult,
  desk: Desk,
  terminal: Terminal,
): ExitCode {
  const { timeZone } = desk.newsletter;
  const full = { counts, ...rest };
  terminal.result({ ...run, worked, ...full }, () => [
    ...(worked ? [] : [`Nothing was sent: ${run.editionId} was finished before, and nobody gets an edition twice.`]),
    ...runLines(run, run.state, timeZone),
    ...countLines(counts, full.exclusionsByReason),
    ...causeLines(full),
    ...adviceLines(run.editionId, run.state, counts),
    ...(run.state === 'finished' && counts.uncertain === 0 ? [acceptedLine(counts.accepted, desk)] : []),
  ]);
  return exitCodeOfRun(run, counts);
}

function acceptedLine(accepted: number, { newsletter }: Desk): string {
  const by = newsletter.mailer === 'ses' ? 'Amazon SES' : 'the outbox';
  return `${counted(accepted, 'message')} accepted by ${by}.`;
}
