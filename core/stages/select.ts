import { PressrunError } from '../errors.ts';
import type { Audience, Batch, Candidate, Exclusion, ExclusionReason } from '../model/audience.ts';
import type { Archive, Clock, Ids, SubscriberStore } from '../ports.ts';

export interface SelectPorts {
  subscribers: Pick<SubscriberStore, 'candidates'>;
  archive: Archive;
  clock: Pick<Clock, 'now'>;
  ids: Ids;
}

export interface SelectOptions {
  newsletter: string;
  /** From `partition`. */
  batchSize: number;
  /** Further rules: a reason to leave a candidate out, or null. */
  exclude?: (candidate: Candidate) => ExclusionReason | null;
  /** Told after every page. */
  onProgress?: (candidates: number) => void;
  /** Asked after every page; rejects where the work must end: nothing is frozen then. */
  mayGoOn?: () => Promise<void>;
}

/**
 * Freezes who an edition is for: every candidate becomes a recipient of one batch or an exclusion with its reason. It happens
 * once an edition: a second call reads what the first froze, whatever has changed since. Memory does not grow with the audience.
 *
 * @throws {PressrunError} `STORE_UNAVAILABLE` when the archive cannot be written.
 * @example const audience = await select('world-brief/2026-03-02', ports, { newsletter: 'world-brief', batchSize: 20_000 });
 */
export async function select(editionId: string, ports: SelectPorts, options: SelectOptions): Promise<Audience> {
  const frozen = await readAudience(editionId, ports.archive);
  if (frozen !== null) return frozen;
  // A selection that died half way leaves its batches under a prefix of their own, which nothing reads.
  const prefix = `audience/${ports.ids.next()}`;
  const draft = new Draft(editionId, prefix, ports.archive, options.batchSize);
  for await (const page of ports.subscribers.candidates(options.newsletter)) {
    for (const candidate of page) {
      const reason = exclusionOf(candidate) ?? options.exclude?.(candidate) ?? null;
      if (reason === null) draft.recipient(candidate.subscriberId);
      else draft.exclusion({ subscriberId: candidate.subscriberId, reason });
    }
    await draft.flush(false);
    options.onProgress?.(draft.candidates);
    await options.mayGoOn?.();
  }
  await draft.flush(true);
  const audience = draft.audience(new Date(ports.clock.now()).toISOString());
  try {
    await ports.archive.put(editionId, audienceName, JSON.stringify(audience));
    return audience;
  } catch (error) {
    const others = error instanceof PressrunError && error.code === 'ARCHIVE_CONFLICT';
    const standing = others ? await readAudience(editionId, ports.archive) : null;
    if (standing === null) throw error;
    return standing;
  }
}

const audienceName = 'audience.json';

/** The frozen audience. @returns null before `select`. */
export async function readAudience(editionId: string, archive: Pick<Archive, 'get'>): Promise<Audience | null> {
  const bytes = await archive.get(editionId, audienceName);
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as Audience);
}

/** One frozen batch. @throws {PressrunError} `STORE_CORRUPT` where the archive does not hold it. */
export async function readBatch(audience: Audience, number: number, archive: Pick<Archive, 'get'>): Promise<Batch> {
  const name = batchName(audience.prefix, number);
  const bytes = await archive.get(audience.editionId, name);
  if (bytes === null) throw new PressrunError('STORE_CORRUPT', `The archive of ${audience.editionId} lacks ${name}.`);
  const subscriberIds = new TextDecoder().decode(bytes).split('\n').slice(0, -1);
  return { editionId: audience.editionId, number, subscriberIds };
}

/** Where a batch stands in the edition's archive: one subscriber id a line. */
export function batchName(prefix: string, number: number): string {
  return `${prefix}/batch-${String(number).padStart(6, '0')}.txt`;
}

/** Those left out, with reasons, in pages. */
export async function* readExclusions(audience: Audience, archive: Archive): AsyncGenerator<Exclusion[]> {
  for (const name of await archive.list(audience.editionId, `${audience.prefix}/exclusions-`)) {
    const bytes = await archive.get(audience.editionId, name);
    const lines = new TextDecoder()
      .decode(bytes ?? new Uint8Array())
      .split('\n')
      .slice(0, -1);
    yield lines.map((line) => JSON.parse(line) as Exclusion);
  }
}

/** Why a candidate may not be a recipient: a suppression first, then the status, then the segment. */
export function exclusionOf(candidate: Candidate): ExclusionReason | null {
  if (candidate.suppression !== null) return `suppressed: ${candidate.suppression}`;
  if (candidate.status !== 'active') return candidate.status;
  return candidate.outside === undefined ? null : `not in the segment: ${candidate.outside}`;
}

/** An audience being made: full batches go to the archive as they fill. */
class Draft {
  readonly #editionId: string;
  readonly #prefix: string;
  readonly #archive: Archive;
  readonly #batchSize: number;
  #recipients: string[] = [];
  #exclusions: Exclusion[] = [];
  #counts = { recipients: 0, exclusions: 0, batches: 0, exclusionFiles: 0 };
  readonly #byReason: Record<string, number> = {};

  constructor(editionId: string, prefix: string, archive: Archive, batchSize: number) {
    this.#editionId = editionId;
    this.#prefix = prefix;
    this.#archive = archive;
    this.#batchSize = batchSize;
  }

  get candidates(): number {
    return this.#counts.recipients + this.#counts.exclusions;
  }

  recipient(subscriberId: string): void {
    this.#recipients.push(subscriberId);
    this.#counts.recipients += 1;
  }

  exclusion(exclusion: Exclusion): void {
    this.#exclusions.push(exclusion);
    this.#counts.exclusions += 1;
    this.#byReason[exclusion.reason] = (this.#byReason[exclusion.reason] ?? 0) + 1;
  }

  /** Writes what fills a batch; with `all`, the rest too. */
  async flush(all: boolean): Promise<void> {
    while (this.#recipients.length >= this.#batchSize || (all && this.#recipients.length > 0)) {
      const slice = this.#recipients.slice(0, this.#batchSize);
      this.#recipients = this.#recipients.slice(this.#batchSize);
      this.#counts.batches += 1;
      await this.#put(batchName(this.#prefix, this.#counts.batches), slice);
    }
    while (this.#exclusions.length >= this.#batchSize || (all && this.#exclusions.length > 0)) {
      const slice = this.#exclusions.slice(0, this.#batchSize);
      this.#exclusions = this.#exclusions.slice(this.#batchSize);
      this.#counts.exclusionFiles += 1;
      const number = String(this.#counts.exclusionFiles).padStart(6, '0');
      await this.#put(
        `${this.#prefix}/exclusions-${number}.jsonl`,
        slice.map((exclusion) => JSON.stringify(exclusion)),
      );
    }
  }

  audience(selectedAt: string): Audience {
    const { recipients, exclusions, batches } = this.#counts;
    return {
      editionId: this.#editionId,
      selectedAt,
      candidates: this.candidates,
      recipients,
      exclusions,
      exclusionsByReason: this.#byReason,
      batches,
      prefix: this.#prefix,
    };
  }

  async #put(name: string, lines: string[]): Promise<void> {
    await this.#archive.put(this.#editionId, name, `${lines.join('\n')}\n`);
  }
}
