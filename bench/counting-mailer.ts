import type { OutgoingMessage } from '../core/model/message.ts';
import type { Answer } from '../core/model/outcome.ts';
import type { Mailer } from '../core/ports.ts';

/** Takes every message whole, into memory of its own that it uses again, as a mailer that writes them out does; and counts the bytes. */
export class CountingMailer implements Mailer {
  bytes = 0;
  #memory = new Uint8Array(131_072);

  count(bytes: number): void {
    this.bytes += bytes;
  }

  async send({ message, attemptId }: OutgoingMessage): Promise<Answer> {
    this.count(message.bytes((length) => this.#lend(length)).length);
    return { kind: 'response', status: 200, providerMessageId: attemptId, code: null, detail: null };
  }

  async quota() {
    return { maxPerSecond: null, remaining: null };
  }

  #lend(length: number): Uint8Array {
    if (this.#memory.length < length) this.#memory = new Uint8Array(length);
    return this.#memory;
  }
}
