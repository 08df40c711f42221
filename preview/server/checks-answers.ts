import { checkEdition, clippedAtBytes } from '../../core/stages/check.ts';
import { type Trace, traceEdition } from '../../core/stages/check-trace.ts';
import { weighParts } from '../../core/stages/check-weight.ts';
import { checkWithAxe } from '../checks/axe.ts';
import { checkWithSpamAssassin } from '../checks/spam-assassin.ts';
import type { ChecksAnswer, SlowChecksAnswer } from '../view.ts';
import { type Found, messageBytes } from './edition-answers.ts';
import type { Room } from './room.ts';

/** GET /api/checks */
export async function checksAnswer(found: Found, room: Room): Promise<ChecksAnswer> {
  const { generation, publication } = room.workspace;
  if (found.shown === null) return { generation, findings: [], weight: [], limit: clippedAtBytes };
  const { edition, rendered } = found.shown;
  const trace = await traceOf(found, room);
  const findings = checkEdition(edition, rendered, publication, trace);
  return { generation, findings, weight: weighParts(edition, rendered), limit: clippedAtBytes };
}

/**
 * GET /api/slow-checks: those that start other programs, one at a time, and once for each revision. Of revisions that come faster
 * than they can be checked, only the last is.
 */
export class SlowChecks {
  readonly #room: Room;
  readonly #stop = new AbortController();
  #last: { revision: string; answer: Promise<SlowChecksAnswer> } | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  answer(found: Found): Promise<SlowChecksAnswer> {
    const revision = found.shown?.rendered.revision ?? '';
    if (this.#last?.revision !== revision) {
      const before = this.#last?.answer.catch(() => null);
      const answer = (async () => {
        await before;
        return this.#last?.revision === revision && !this.#stop.signal.aborted ? this.#check(found) : passedOver;
      })();
      this.#last = { revision, answer };
    }
    return this.#last.answer;
  }

  /** Ends what was started. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#last?.answer.catch(() => null);
  }

  async #check(found: Found): Promise<SlowChecksAnswer> {
    const { signal } = this.#stop;
    const message = await messageBytes(found, 'sample', this.#room);
    if (found.shown === null || message === null) return { findings: [], skipped: [] };
    const spam = await checkWithSpamAssassin(message, signal);
    const trace = await traceOf(found, this.#room);
    const axe = await checkWithAxe(found.shown.rendered.html, trace, process.env, signal);
    return { findings: [...axe.findings, ...spam.findings], skipped: [...axe.skipped, ...spam.skipped] };
  }
}

const passedOver: SlowChecksAnswer = {
  findings: [],
  skipped: [{ check: 'accessibility and spam words', why: 'another edition was looked at meanwhile' }],
};

/** A template that changes meanwhile is no reason to have no checks. */
async function traceOf({ shown }: Found, { workspace, desk }: Room): Promise<Trace | null> {
  if (shown === null) return null;
  return traceEdition(shown.edition, shown.rendered, workspace.templates, desk.traces).catch(() => null);
}
