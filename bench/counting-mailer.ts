import type { OutgoingMessage } from '../core/model/message.ts';
import type { Answer } from '../core/model/outcome.ts';
import type { Mailer } from '../core/ports.ts';

/** Takes every message whole, and counts its bytes. */
export class CountingMailer implements Mailer {
  bytes = 0;

  count(bytes: number): void {
    this.bytes += bytes;
  }

  async send({ message, attemptId }: OutgoingMessage): Promise<Answer> {
    this.count(message.bytes().length);
    return { kind: 'response', status: 200, providerMessageId: attemptId, code: null, detail: null };
  }

  async quota() {
    return { maxPerSecond: null, remaining: null };
  }
}
