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

/** GET /api/slow-checks: those that start other programs, one at a time, and once for each revision. */
export class SlowChecks {
  readonly #room: Room;
  #last: { revision: string; answer: Promise<SlowChecksAnswer> } | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  async answer(found: Found): Promise<SlowChecksAnswer> {
    const revision = found.shown?.rendered.revision ?? '';
    if (this.#last?.revision !== revision) {
      const before = this.#last?.answer.catch(() => null);
      const answer = (async () => {
        await before;
        return this.#check(found);
      })();
      this.#last = { revision, answer };
    }
    return this.#last.answer;
  }

  async #check(found: Found): Promise<SlowChecksAnswer> {
    const message = await messageBytes(found, 'sample', this.#room);
    if (found.shown === null || message === null) return { findings: [], skipped: [] };
    const spam = await checkWithSpamAssassin(message);
    const axe = await checkWithAxe(found.shown.rendered.html, await traceOf(found, this.#room), process.env);
    return { findings: [...axe.findings, ...spam.findings], skipped: [...axe.skipped, ...spam.skipped] };
  }
}

/** A template that changes meanwhile is no reason to have no checks. */
async function traceOf({ shown }: Found, { workspace, desk }: Room): Promise<Trace | null> {
  if (shown === null) return null;
  return traceEdition(shown.edition, shown.rendered, workspace.templates, desk.traces).catch(() => null);
}
