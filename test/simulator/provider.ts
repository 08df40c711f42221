import type { Evidence } from '../../core/model/ledger.ts';
import type { OutgoingMessage } from '../../core/model/message.ts';
import type { Answer } from '../../core/model/outcome.ts';
import type { Process, World } from './world.ts';

/** What the provider does with one call. 0 is the harmless one. */
const fates = [
  'accepts',
  'refuses the connection',
  'resets before it has the message',
  'accepts and resets',
  'accepts and answers 500',
  'accepts and answers 200 with no id',
  'throttles',
  'answers 500 without taking it',
  'takes its time',
  'rejects the recipient',
  'says the daily quota is used up',
  'says the sender is not verified',
  'refuses the credentials',
] as const;

/** How long after a call the provider may still accept it, in milliseconds. */
export const slowestAcceptance = 400;

/**
 * The provider. Its list of what it accepted is the truth that the ledger is measured against.
 *
 * `local`: the mailer writes files of its own process, so that a dead process has nothing on its way, and it answers for
 * every attempt. Otherwise what is on its way arrives whatever becomes of the sender, and only events speak.
 */
export class Provider {
  readonly accepted = new Map<string, string[]>();
  readonly rejected = new Set<string>();
  faultPercent = 0;
  onAccept: (message: OutgoingMessage) => void = () => {};
  onEvent: (evidence: Evidence) => void = () => {};
  readonly #world: World;
  readonly #local: boolean;
  #ids = 0;

  constructor(world: World, local: boolean) {
    this.#world = world;
    this.#local = local;
  }

  send(process: Process, message: OutgoingMessage): Promise<Answer> {
    const { choices } = this.#world;
    const there = 1 + choices.pick(25, 'send: way there');
    const back = 1 + choices.pick(25, 'send: way back');
    const odd = choices.chance(this.faultPercent, 'send: odd');
    const fate = odd ? (fates[choices.pick(fates.length, 'send: fate')] ?? 'accepts') : 'accepts';
    const late = choices.pick(slowestAcceptance, 'send: how late');
    if (fate !== 'accepts') this.#world.fault(() => `${process.name}: to ${message.subscriberId} the provider ${fate}`);
    return new Promise((resolve) => {
      // A file of one's own process is written by that process or not at all.
      const arrive = (delay: number, run: () => void) =>
        this.#world.timeline.after(delay, () => {
          if (!this.#local || process.alive) run();
        });
      const answer = (delay: number, what: Answer) => void this.#world.sleep(process, delay).then(() => resolve(what));
      const ok = (): Answer => ({
        kind: 'response',
        status: 200,
        code: null,
        detail: null,
        providerMessageId: `p${++this.#ids}`,
      });
      const no = (status: number, code: string, detail: string): Answer => ({
        kind: 'response',
        status,
        code,
        detail,
        providerMessageId: null,
      });
      switch (fate) {
        case 'refuses the connection':
          return answer(there, { kind: 'no-connection', detail: 'ECONNREFUSED' });
        case 'resets before it has the message':
          return answer(there, { kind: 'broken', detail: 'ECONNRESET' });
        case 'answers 500 without taking it':
          return answer(there + back, no(500, 'InternalFailure', 'x'));
        case 'throttles':
          return answer(there + back, no(400, 'Throttling', 'Maximum sending rate exceeded.'));
        case 'says the daily quota is used up':
          return answer(there + back, no(400, 'Throttling', 'Daily message quota exceeded.'));
        case 'says the sender is not verified':
          return answer(there + back, no(400, 'MessageRejected', `Email address is not verified: ${message.from}`));
        case 'refuses the credentials':
          return answer(there + back, no(403, 'InvalidClientTokenId', 'The security token is invalid.'));
        case 'rejects the recipient':
          this.rejected.add(message.subscriberId);
          return answer(there + back, no(400, 'MessageRejected', `Not allowed: ${message.to}`));
        case 'takes its time':
          if (this.#local) {
            // A mailer of this machine answers when its file is there or has failed, not before.
            arrive(there + late, () => this.#accept(message));
            return answer(there + late + back, ok());
          }
          arrive(there + late, () => this.#accept(message));
          return answer(there + 30, { kind: 'broken', detail: 'TimeoutError' });
        case 'accepts and resets':
          arrive(there, () => this.#accept(message));
          return answer(there + back, { kind: 'broken', detail: 'ECONNRESET' });
        case 'accepts and answers 500':
          arrive(there, () => this.#accept(message));
          return answer(there + back, no(500, 'InternalFailure', 'x'));
        case 'accepts and answers 200 with no id':
          arrive(there, () => this.#accept(message));
          return answer(there + back, { ...ok(), providerMessageId: null } as Answer);
        default:
          arrive(there, () => this.#accept(message));
          return answer(there + back, ok());
      }
    });
  }

  evidence(subscriberId: string, attemptId: string): 'accepted' | 'refused' {
    return this.accepted.get(subscriberId)?.includes(attemptId) ? 'accepted' : 'refused';
  }

  #accept(message: OutgoingMessage): void {
    const { editionId, subscriberId, attemptId } = message;
    const before = this.accepted.get(subscriberId) ?? [];
    this.accepted.set(subscriberId, [...before, attemptId]);
    this.#world.note(() => `the provider accepts ${attemptId} for ${subscriberId}`);
    this.onAccept(message);
    if (this.#local) return;
    const { choices } = this.#world;
    const copies = [1, 0, 2][choices.pick(3, 'event: copies')] ?? 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const at = new Date(this.#world.now).toISOString();
      const delay = choices.pick(2_000, 'event: delay');
      this.#world.timeline.after(delay, () =>
        this.onEvent({ editionId, subscriberId, attemptId, providerMessageId: null, at }),
      );
    }
  }
}
