import type { Audience } from '../../core/model/audience.ts';
import type { Evidence, LedgerEntry } from '../../core/model/ledger.ts';
import type { ComposedMessage } from '../../core/model/message.ts';
import type { Answer } from '../../core/model/outcome.ts';
import type { SubscriptionStatus } from '../../core/model/subscriber.ts';
import type { Archive, Clock, Dispatchable, Ids, Ledger, Mailer } from '../../core/ports.ts';
import { countsOf } from '../../core/stages/report.ts';
import { assumedAccepted, resolve } from '../../core/stages/resolve.ts';
import { readAudience, readBatch, select } from '../../core/stages/select.ts';
import { type Directive, openClaimsLimit, sendBatch } from '../../core/stages/send.ts';
import { sendAudience } from '../../core/stages/send-audience.ts';
import { settle } from '../../core/stages/settle.ts';
import { MemoryArchive } from '../fakes/memory-archive.ts';
import { MemoryLedger } from '../fakes/memory-ledger.ts';
import type { Choices } from './choices.ts';
import { Provider } from './provider.ts';
import type { CallFaults, Process } from './world.ts';
import { World } from './world.ts';

const editionId = 'sim/2026-03-02';
const newsletter = 'sim';
const from = 'brief@news.example.org';
const message: ComposedMessage = { bytes: () => new Uint8Array() };
/** The cloud's workers claim and send for this long, and are killed for certain at the other. */
const workMilliseconds = 1_500;
const functionMilliseconds = 3_500;
const longestRun = 40 * 24 * 3_600_000;

/** What a whole simulated edition came to. */
export interface Finish {
  violation: string | null;
  uncertain: number;
  faults: number;
  log: readonly string[];
}

interface Person {
  status: SubscriptionStatus;
  leftAt: number | null;
}

/** What a process may still do, and what it has read: the rules of the protocol are checked against it. */
interface Watched extends Process {
  deadlineAt: number | null;
  over: boolean;
  /** Its call came back with a result: it had time to record everything it knew. */
  endedWell: boolean;
  /** May give leave to send again. */
  operator: boolean;
  reads: Map<string, { active: boolean }>;
}

/**
 * One edition from the freeze of its audience to its last outcome, in a world where everything fails. Whatever is done to it, then a passage
 * without faults must finish it, and the ledger must tell the truth.
 */
export class Scenario {
  readonly #world: World;
  readonly #choices: Choices;
  readonly #ledger = new MemoryLedger();
  readonly #archive = new MemoryArchive();
  readonly #people = new Map<string, Person>();
  readonly #provider: Provider;
  readonly #machine: boolean;
  readonly #local: boolean;
  readonly #sendAgain: boolean;
  readonly #batchSize: number;
  #storeFaults: CallFaults;
  #lockHolder: Process | null = null;
  #stop = false;
  #processes = 0;
  #ids = 0;
  #first: Audience | null = null;
  /** How often an operator, or the newsletter, allowed one more message to a recipient. */
  readonly #allowed = new Map<string, number>();
  /** Attempts whose claim was written, and by whom. */
  readonly #written = new Map<string, Watched>();
  /** Attempts that were handed over, and whether their process learned what came of them. */
  readonly #outcomes = new Map<string, 'known' | 'unknown'>();
  readonly #openClaims = new Map<Process, Set<string>>();

  constructor(choices: Choices, options: { log?: boolean } = {}) {
    this.#choices = choices;
    this.#world = new World(choices, options.log ?? false);
    this.#machine = choices.pick(2, 'machine or cloud') === 0;
    this.#local = this.#machine && choices.pick(3, 'outbox or SES') !== 2;
    this.#sendAgain = choices.chance(10, 'onUncertain: send again');
    this.#batchSize = 1 + choices.pick(3, 'batch size');
    const hostility = choices.pick(4, 'hostility');
    this.#storeFaults = { lost: hostility * 3, unacknowledged: hostility * 4 };
    this.#provider = new Provider(this.#world, this.#local);
    this.#provider.faultPercent = hostility * 15;
    this.#provider.onAccept = ({ subscriberId }) => this.#checkAccepted(subscriberId);
    this.#provider.onEvent = (evidence) => void this.#hearEvent(evidence);
    const people = 1 + choices.pick(5, 'people');
    for (let index = 0; index < people; index += 1) this.#join(index);
  }

  async run(): Promise<Finish> {
    const world = this.#world;
    let finished = false;
    this.#life().then(
      () => {
        finished = true;
      },
      (error: unknown) => world.violate(`the run broke: ${error instanceof Error ? error.message : String(error)}`),
    );
    try {
      await world.timeline.runUntil(() => finished || world.violation !== null, world.now + longestRun);
    } catch (error) {
      world.violate(error instanceof Error ? error.message : String(error));
    }
    const counts = await this.#ledger.count(editionId);
    return {
      violation: world.violation?.message ?? null,
      uncertain: counts.uncertain + counts.claimed,
      faults: world.faults,
      log: world.log ?? [],
    };
  }

  #join(index: number): void {
    const status = (['active', 'active', 'active', 'active', 'unsubscribed', 'pending'] as const)[
      this.#choices.pick(6, 'status')
    ];
    this.#people.set(`s${index}`, { status: status ?? 'active', leftAt: null });
  }

  async #life(): Promise<void> {
    this.#disturb();
    const operator = this.#world.spawn('operator');
    const passages = this.#choices.pick(4, 'troubled passages');
    for (let passage = 0; passage < passages; passage += 1) {
      await (this.#machine ? this.#machinePassage() : this.#cloudPassage());
      await this.#world.sleep(operator, this.#choices.pick(4_000, 'pause between passages'));
      if (this.#choices.chance(15, 'operator resolves')) await this.#operatorResolves(operator);
    }
    // From here on nothing fails: the edition must come to its end.
    this.#storeFaults = { lost: 0, unacknowledged: 0 };
    this.#provider.faultPercent = 0;
    await this.#world.sleep(operator, functionMilliseconds + 3_000);
    this.#stop = false;
    if (this.#machine) await this.#cleanMachine();
    else await this.#cleanCloud();
    await this.#checkEnd();
  }

  /** People leave and join while the edition is on its way. */
  #disturb(): void {
    const { timeline } = this.#world;
    if (this.#choices.chance(40, 'someone leaves')) {
      const who = `s${this.#choices.pick(this.#people.size, 'who leaves')}`;
      timeline.after(this.#choices.pick(600, 'when they leave'), () => {
        const person = this.#people.get(who);
        if (person === undefined || person.status !== 'active') return;
        Object.assign(person, { status: 'unsubscribed', leftAt: this.#world.now });
        this.#world.note(`${who} unsubscribes`);
      });
    }
    if (this.#choices.chance(30, 'someone joins')) {
      timeline.after(this.#choices.pick(3_000, 'when they join'), () => this.#join(this.#people.size));
    }
  }

  #spawn(name: string, life: { deadlineAt: number | null; diesAt: number | null }): Watched {
    const process = this.#world.spawn(`${name} ${++this.#processes}`, life.diesAt);
    return Object.assign(process, {
      deadlineAt: life.deadlineAt,
      over: false,
      endedWell: false,
      operator: false,
      reads: new Map(),
    });
  }

  /** Death, frost and a stop, at random. */
  #endanger(process: Watched): void {
    const { timeline } = this.#world;
    const pick = (below: number, label: string) => this.#choices.pick(below, label);
    if (this.#choices.chance(35, 'dies')) {
      timeline.after(pick(400, 'when it dies'), () => {
        if (process.alive) this.#world.faults += 1;
        this.#world.kill(process, 'killed');
      });
    }
    if (this.#choices.chance(15, 'freezes')) {
      timeline.after(pick(300, 'when it freezes'), () => {
        process.frozenUntil = this.#world.now + pick(6_000, 'how long it is frozen');
        this.#world.fault(`${process.name} is frozen`);
      });
    }
    if (this.#choices.chance(15, 'is stopped')) {
      timeline.after(pick(300, 'when it is stopped'), () => {
        this.#stop = true;
        this.#world.note('a stop is asked for');
      });
    }
  }

  // ---- One machine: a lock, and one process after another.

  async #machinePassage(): Promise<void> {
    const rivals = 1 + this.#choices.pick(2, 'second trigger');
    await Promise.all(
      Array.from({ length: rivals }, async () => {
        const process = this.#spawn('process', { deadlineAt: null, diesAt: null });
        await this.#world.sleep(process, this.#choices.pick(50, 'trigger'));
        this.#endanger(process);
        await this.#world.live(process, () => this.#sendOnMachine(process));
      }),
    );
  }

  async #cleanMachine(): Promise<void> {
    if (this.#lockHolder?.alive) this.#world.violate('the lock is still held');
    for (let tries = 0; tries < 3; tries += 1) {
      const process = this.#spawn('last process', { deadlineAt: null, diesAt: null });
      const end = await this.#world.live(process, () => this.#sendOnMachine(process));
      if (end !== 'dead' && 'error' in end) throw end.error;
      if (end !== 'dead' && end.value === 'done') return;
    }
    throw new Error('three passages without a fault did not finish the edition');
  }

  async #sendOnMachine(process: Watched): Promise<string> {
    // The operating system drops the lock with its holder.
    if (this.#lockHolder?.alive) return 'busy';
    this.#lockHolder = process;
    this.#stop = false;
    try {
      const audience = await this.#select(process);
      const { ended } = await sendAudience(audience, () => message, this.#ports(process), {
        newsletter,
        from,
        spread: {
          workers: 1 + this.#choices.pick(2, 'workers'),
          ratePerWorker: this.#rate(),
          batchSize: this.#batchSize,
        },
        settlingMinutes: this.#choices.pick(2, 'settling') / 10,
        onUncertain: this.#sendAgain ? 'send-again' : 'hold',
        directive: () => this.#directive(),
      });
      process.endedWell = true;
      return ended;
    } finally {
      process.over = true;
      if (this.#lockHolder === process) this.#lockHolder = null;
    }
  }

  #rate(): number | null {
    return [null, 20, 5][this.#choices.pick(3, 'rate')] ?? null;
  }

  // ---- The cloud: workers beside each other, orphans, and a settling that waits for their certain death.

  async #cloudPassage(): Promise<void> {
    const triggers = 1 + this.#choices.pick(2, 'second trigger');
    await Promise.all(Array.from({ length: triggers }, () => this.#execution()));
    await this.#settleCloud();
  }

  async #execution(): Promise<void> {
    const audience = await this.#selectInCloud();
    if (audience === null) return;
    const children: Promise<void>[] = [];
    for (let number = 1; number <= audience.batches; number += 1) {
      const copies = 1 + this.#choices.pick(2, 'child runs twice');
      for (let copy = 0; copy < copies; copy += 1) children.push(this.#child(audience, number));
    }
    await Promise.all(children);
  }

  async #selectInCloud(mayDie = true): Promise<Audience | null> {
    const process = this.#spawn('select', { deadlineAt: null, diesAt: this.#world.now + functionMilliseconds });
    if (mayDie && this.#choices.chance(20, 'select dies')) {
      this.#world.timeline.after(this.#choices.pick(100, 'when select dies'), () =>
        this.#world.kill(process, 'killed'),
      );
    }
    const end = await this.#world.live(process, () => this.#select(process));
    return end === 'dead' || 'error' in end ? null : end.value;
  }

  /** A batch is called again while it says that its time ran out; a task may time out while its function goes on. */
  async #child(audience: Audience, number: number): Promise<void> {
    for (let calls = 0; calls < 3; calls += 1) {
      const { now } = this.#world;
      const process = this.#spawn(`worker of batch ${number}`, {
        deadlineAt: now + workMilliseconds,
        diesAt: now + functionMilliseconds,
      });
      this.#endanger(process);
      const worker = this.#world.live(process, () => this.#sendInCloud(process, audience, number));
      if (this.#choices.chance(15, 'task times out')) {
        await this.#world.sleep(this.#world.spawn('task'), this.#choices.pick(300, 'when the task times out'));
        this.#world.fault(`the task of ${process.name} times out; its function goes on`);
        continue;
      }
      const end = await worker;
      if (end !== 'dead' && 'value' in end && end.value !== 'out-of-time') return;
    }
  }

  async #sendInCloud(process: Watched, audience: Audience, number: number): Promise<string> {
    try {
      const batch = await readBatch(audience, number, this.#ports(process).archive);
      const options = { newsletter, from, ratePerSecond: this.#rate(), directive: () => this.#directive() };
      const deadline = process.deadlineAt === null ? {} : { deadlineAt: process.deadlineAt };
      const { ended } = await sendBatch(batch, () => message, this.#ports(process), { ...options, ...deadline });
      process.endedWell = true;
      return ended;
    } finally {
      process.over = true;
    }
  }

  async #settleCloud(): Promise<void> {
    const process = this.#spawn('settle', { deadlineAt: null, diesAt: null });
    const claimedBefore = new Date(this.#world.now - functionMilliseconds).toISOString();
    await this.#world.live(process, async () => {
      await settle(editionId, this.#ports(process), { claimedBefore });
      const counts = await this.#ledger.count(editionId);
      if (this.#sendAgain && counts.uncertain > 0) await this.#resolve(process, 'send-again');
    });
  }

  async #cleanCloud(): Promise<void> {
    for (let tries = 0; tries < 3; tries += 1) {
      const audience = await this.#selectInCloud(false);
      if (audience === null) continue;
      this.#stop = false;
      await this.#settleCloud();
      for (let number = 1; number <= audience.batches; number += 1) {
        const process = this.#spawn(`last worker of batch ${number}`, { deadlineAt: null, diesAt: null });
        const end = await this.#world.live(process, () => this.#sendInCloud(process, audience, number));
        if (end !== 'dead' && 'error' in end) throw end.error;
      }
      const { unattempted, deferred } = countsOf(audience, await this.#ledger.count(editionId));
      if (unattempted + deferred === 0) return;
    }
    throw new Error('three passages without a fault did not finish the edition');
  }

  // ---- What both share.

  async #select(process: Watched): Promise<Audience> {
    const { archive, clock, ids } = this.#ports(process);
    const subscribers = { candidates: () => this.#candidates(process) };
    return select(editionId, { subscribers, archive, clock, ids }, { newsletter, batchSize: this.#batchSize });
  }

  async *#candidates(process: Watched) {
    const ids = [...this.#people.keys()];
    for (let at = 0; at < ids.length; at += 2) {
      await this.#world.sleep(process, 1 + this.#choices.pick(10, 'page of candidates'));
      yield ids.slice(at, at + 2).map((subscriberId) => ({
        subscriberId,
        email: `${subscriberId}@example.com`,
        status: this.#people.get(subscriberId)?.status ?? ('active' as const),
        suppression: null,
      }));
    }
  }

  async #directive(): Promise<Directive> {
    return this.#stop ? { go: false, why: 'stopped' } : { go: true };
  }

  async #operatorResolves(operator: Process): Promise<void> {
    const process = Object.assign(operator, {
      deadlineAt: null,
      over: false,
      endedWell: false,
      operator: true,
      reads: new Map(),
    });
    await this.#resolve(process, this.#choices.pick(2, 'operator says') === 0 ? 'assume-accepted' : 'send-again');
  }

  async #resolve(process: Watched, resolution: 'assume-accepted' | 'send-again'): Promise<void> {
    const { ledger, clock } = this.#ports(process);
    await resolve(editionId, resolution, { ledger, clock }).catch(() => 0);
  }

  async #hearEvent(evidence: Evidence): Promise<void> {
    const process = this.#world.spawn('feedback');
    for (let tries = 0; tries < 3; tries += 1) {
      const heard = await this.#world
        .call(process, 'event', this.#storeFaults, () => void this.#ledger.settle([evidence]))
        .then(
          () => true,
          () => false,
        );
      if (heard) return;
    }
  }

  #ports(process: Watched) {
    const clock: Clock = {
      now: () => this.#world.now,
      sleep: (milliseconds) => this.#world.sleep(process, milliseconds),
    };
    const ids: Ids = { next: () => `a${++this.#ids}` };
    const random = () => this.#choices.pick(1_000, 'jitter') / 1_000;
    const subscribers = { dispatchable: (who: readonly string[]) => this.#dispatchable(process, who) };
    return {
      clock,
      ids,
      random,
      subscribers,
      ledger: this.#ledgerOf(process),
      archive: this.#archiveOf(process),
      mailer: this.#mailerOf(process),
    };
  }

  #archiveOf(process: Watched): Archive {
    const faults = { lost: this.#storeFaults.lost / 3, unacknowledged: this.#storeFaults.unacknowledged / 3 };
    return {
      put: async (edition, name, bytes) => {
        const put = await this.#world.call(process, `put ${name}`, faults, () => {
          const written = this.#archive.put(edition, name, bytes);
          void written.then(
            () => {
              if (name === 'audience.json') this.#first ??= JSON.parse(String(bytes)) as Audience;
            },
            () => {},
          );
          return { written };
        });
        return put.written;
      },
      get: async (edition, name) => {
        const faultless = { lost: 0, unacknowledged: 0 };
        const got = await this.#world.call(process, `get ${name}`, faultless, () => ({
          value: this.#archive.get(edition, name),
        }));
        return got.value;
      },
      list: (edition, prefix) => this.#archive.list(edition, prefix),
    };
  }

  #mailerOf(process: Watched): Pick<Mailer, 'send' | 'evidence'> {
    return {
      send: (outgoing) => {
        const { attemptId, subscriberId } = outgoing;
        this.#world.note(() => `${process.name} hands over ${attemptId} for ${subscriberId}`);
        if (!this.#written.has(attemptId))
          this.#world.violate(`${attemptId} was handed over without its claim being written`);
        if (process.over) this.#world.violate(`${process.name} hands a message over after its call has ended`);
        if (process.deadlineAt !== null && this.#world.now >= process.deadlineAt) {
          this.#world.violate(`${process.name} hands a message over after its deadline`);
        }
        this.#outcomes.set(attemptId, 'unknown');
        return this.#provider.send(process, outgoing).then((answer) => {
          if (isClear(answer)) this.#outcomes.set(attemptId, 'known');
          return answer;
        });
      },
      ...(this.#local && {
        evidence: async ({ subscriberId, attemptId }) => {
          await this.#world.sleep(process, 1);
          return this.#provider.evidence(subscriberId, attemptId);
        },
      }),
    };
  }

  #dispatchable(process: Watched, ids: readonly string[]): Promise<ReadonlyMap<string, Dispatchable>> {
    return this.#world.call(process, 'read subscribers', this.#storeFaults, () => {
      const found = new Map<string, Dispatchable>();
      for (const id of ids) {
        const person = this.#people.get(id);
        if (person === undefined) continue;
        process.reads.set(id, { active: person.status === 'active' });
        const newsletters = [{ slug: newsletter, status: person.status, since: '2026-01-01T00:00:00.000Z' }];
        const subscriber = {
          id,
          email: `${id}@example.com`,
          newsletters,
          attributes: {},
          locale: null,
          timeZone: null,
          consent: null,
          createdAt: '2026-01-01T00:00:00.000Z',
        };
        found.set(id, { subscriber, suppression: null });
      }
      return found;
    });
  }

  #ledgerOf(process: Watched): Ledger {
    const ledger = this.#ledger;
    const call = <T>(what: string, effect: () => Promise<T>): Promise<T> =>
      this.#world.call(process, what, this.#storeFaults, () => ({ result: effect() })).then(({ result }) => result);
    return {
      claim: (edition, claims) => {
        const fresh = claims.filter((claim) => !this.#openOf(process).has(claim.attemptId));
        if (fresh.length > 0)
          this.#checkRead(
            process,
            fresh.map((claim) => claim.subscriberId),
          );
        for (const claim of fresh) this.#openOf(process).add(claim.attemptId);
        return call('claim', async () => {
          const answers = await ledger.claim(edition, claims);
          for (const [index, answer] of answers.entries()) {
            const { attemptId = '', subscriberId = '' } = claims[index] ?? {};
            this.#world.note(
              () =>
                `claim ${attemptId} for ${subscriberId}: ${answer.written ? 'written' : `stands ${answer.standing?.attemptId} ${answer.standing?.state}`}`,
            );
            if (answer.written) this.#written.set(attemptId, process);
          }
          return answers;
        });
      },
      record: (edition, outcomes) =>
        call('record', async () => {
          for (const { attemptId, state } of outcomes) this.#world.note(() => `record ${attemptId}: ${state}`);
          await ledger.record(edition, outcomes);
        }),
      withhold: (edition, withheld) => call('withhold', () => ledger.withhold(edition, withheld)),
      read: (edition, ids) => call('read', () => ledger.read(edition, ids)),
      settle: (evidence) => call('settle', () => ledger.settle(evidence)),
      closeClaims: (edition, before, at, detail) =>
        call('close claims', () => ledger.closeClaims(edition, before, at, detail)),
      release: (edition, release) =>
        call('release', async () => {
          const released = await ledger.release(edition, release);
          this.#world.note(() => `release ${release.attemptId} to ${release.to}: ${released}`);
          if (released && release.to === 'deferred' && (process.operator || this.#sendAgain)) {
            this.#allowed.set(release.subscriberId, (this.#allowed.get(release.subscriberId) ?? 1) + 1);
          }
          return released;
        }),
      entries: (edition, state) => ledger.entries(edition, state),
      count: (edition) => call('count', () => ledger.count(edition)),
    };
  }

  #openOf(process: Process): Set<string> {
    let open = this.#openClaims.get(process);
    if (open === undefined) {
      open = new Set();
      this.#openClaims.set(process, open);
    }
    return open;
  }

  // ---- The rules.

  /** Who is claimed must have been read for this claim, and be a reader still. */
  #checkRead(process: Watched, ids: readonly string[]): void {
    if (ids.length > openClaimsLimit) this.#world.violate('more claims at once than a worker may have');
    for (const id of ids) {
      const read = process.reads.get(id);
      if (read === undefined) this.#world.violate(`${id} is claimed without having been read before`);
      else if (!read.active) this.#world.violate(`${id} is claimed although they left`);
      // Each claim needs a reading of its own.
      process.reads.delete(id);
    }
  }

  #checkAccepted(subscriberId: string): void {
    const times = this.#provider.accepted.get(subscriberId)?.length ?? 0;
    const allowed = this.#allowed.get(subscriberId) ?? 1;
    if (times > allowed) this.#world.violate(`${subscriberId} was accepted ${times} times, and ${allowed} allowed`);
  }

  async #checkEnd(): Promise<void> {
    const violate = (text: string) => this.#world.violate(text);
    const audience = await readAudience(editionId, this.#archive);
    if (audience === null) return violate('no audience was frozen');
    if (JSON.stringify(audience) !== JSON.stringify(this.#first)) violate('the audience changed after its freeze');
    const counts = countsOf(audience, await this.#ledger.count(editionId));
    if (counts.deferred + counts.unattempted > 0)
      violate(`${counts.deferred} deferred and ${counts.unattempted} unattempted at the end`);
    if (this.#local && counts.uncertain > 0) violate('uncertain where the mailer answers for every attempt');
    for (let number = 1; number <= audience.batches; number += 1) {
      for (const id of (await readBatch(audience, number, this.#archive)).subscriberIds) this.#checkTruth(id);
    }
  }

  /** The ledger against what the provider really took. */
  #checkTruth(id: string): void {
    const entry = this.#ledger.peek(editionId, id);
    const taken = this.#provider.accepted.has(id);
    const says = entry?.state ?? 'nothing';
    const assumed = entry?.detail === assumedAccepted;
    // Whoever says "send again" says that the first was not taken, and the ledger goes by it until evidence comes.
    const retold = this.#allowed.has(id) && ['withheld', 'rejected'].includes(says);
    if (says === 'uncertain' || says === 'claimed') this.#checkDoubt(entry);
    const wrong =
      (taken && !retold && !['accepted', 'uncertain', 'claimed'].includes(says)) ||
      (!taken && says === 'accepted' && !assumed) ||
      (says === 'rejected' && !this.#provider.rejected.has(id)) ||
      (says === 'withheld' && this.#people.get(id)?.status === 'active') ||
      says === 'nothing';
    if (wrong)
      this.#world.violate(`${id} was ${taken ? '' : 'not '}accepted by the provider, and the ledger says ${says}`);
  }

  /** Nothing may be left in doubt that its worker knew, and had the time to say. */
  #checkDoubt(entry: LedgerEntry | undefined): void {
    if (entry === undefined) return;
    const { attemptId, subscriberId } = entry;
    const worker = this.#written.get(attemptId);
    if (worker === undefined || !worker.endedWell || this.#outcomes.get(attemptId) === 'unknown') return;
    this.#world.violate(`${subscriberId} is uncertain, and ${worker.name} knew what came of it`);
  }
}

/** Whether an answer leaves nothing in doubt. */
function isClear(answer: Answer): boolean {
  if (answer.kind !== 'response') return answer.kind === 'no-connection';
  return answer.status < 300 ? answer.providerMessageId !== null : answer.status < 500;
}

/** Runs one seed. */
export async function runScenario(choices: Choices, options: { log?: boolean } = {}): Promise<Finish> {
  return new Scenario(choices, options).run();
}
