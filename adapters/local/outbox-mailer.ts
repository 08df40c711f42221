import { access, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { OutgoingMessage } from '../../core/model/message.ts';
import type { Answer } from '../../core/model/outcome.ts';
import type { EvidenceQuery, Mailer } from '../../core/ports.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Writes each message to `<folder>/<editionId>/<messageId>.<attemptId>.eml`, and never over another. A file is written and
 * synced under a temporary name, renamed, and its folder synced, before the message counts as accepted: so a file of that name is
 * proof that the attempt was taken, and no file is proof that it was not.
 *
 * @param folder - `DATA/outbox`.
 * @example const mailer = createOutboxMailer('.pressrun/outbox');
 */
export function createOutboxMailer(folder: string): Mailer {
  return new OutboxMailer(folder);
}

class OutboxMailer implements Mailer {
  readonly #folder: string;
  readonly #made = new Set<string>();
  readonly #syncs = new Map<string, Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async send(message: OutgoingMessage): Promise<Answer> {
    const folder = path.join(this.#folder, message.editionId);
    const name = `${message.messageId}.${message.attemptId}`;
    try {
      const bytes = message.message.bytes();
      const file = await this.#opened(folder, name);
      if (typeof file === 'string')
        return { kind: 'response', status: 400, providerMessageId: null, code: 'OutboxUnavailable', detail: file };
      await this.#write(file, folder, name, bytes);
      return { kind: 'response', status: 200, providerMessageId: `outbox-${name}`, code: null, detail: null };
    } catch (error) {
      return { kind: 'broken', detail: `the outbox did not take the file: ${words(error)}` };
    }
  }

  async quota() {
    return { maxPerSecond: null, remaining: null };
  }

  async evidence({ editionId, messageId, attemptId }: EvidenceQuery): Promise<'accepted' | 'refused'> {
    const folder = path.join(this.#folder, editionId);
    const name = `${messageId}.${attemptId}`;
    try {
      await access(path.join(folder, `${name}.eml`));
      // A rename that is seen but not yet on disk would be evidence that a power cut takes back.
      await this.#sync(folder);
      return 'accepted';
    } catch (error) {
      // ENOTDIR: a file stands where the folder would, so nothing stands in it.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTDIR') return 'refused';
      if (code !== 'ENOENT') throw error;
      await rm(temporaryFile(folder, name), { force: true });
      return 'refused';
    }
  }

  /** @returns the file; or why there can be none, and nothing was written: nor would it be for anyone else. */
  async #opened(folder: string, name: string): Promise<FileHandle | string> {
    try {
      await this.#make(folder);
      return await open(temporaryFile(folder, name), 'wx', 0o600);
    } catch (error) {
      return `the folder ${folder} cannot be written: ${words(error)}`;
    }
  }

  async #make(folder: string): Promise<void> {
    if (this.#made.has(folder)) return;
    await mkdir(folder, { recursive: true });
    this.#made.add(folder);
  }

  async #write(file: FileHandle, folder: string, name: string, bytes: Uint8Array): Promise<void> {
    const temporary = temporaryFile(folder, name);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } catch (error) {
      await file.close();
      await rm(temporary, { force: true });
      throw error;
    }
    await file.close();
    await rename(temporary, path.join(folder, `${name}.eml`));
    await this.#sync(folder);
  }

  /** Syncs the folder once for all renames that are waiting for it. */
  async #sync(folder: string): Promise<void> {
    const underWay = this.#syncs.get(folder);
    // One that has begun may have missed our rename; the next has not.
    if (underWay !== undefined) await underWay;
    const joined = this.#syncs.get(folder);
    if (joined !== undefined && joined !== underWay) return joined;
    const sync = syncFolder(folder).finally(() => {
      if (this.#syncs.get(folder) === sync) this.#syncs.delete(folder);
    });
    this.#syncs.set(folder, sync);
    return sync;
  }
}

/** A name that does not end in `.eml`: what stands there is no message. */
function temporaryFile(folder: string, name: string): string {
  return path.join(folder, `.${name}.part`);
}

function words(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
}
