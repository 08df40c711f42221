import { readSesEvent } from '../adapters/aws/ses-events.ts';
import { PressrunError } from '../core/errors.ts';
import type { ProviderEvent } from '../core/model/feedback.ts';
import { recordFeedback } from '../core/stages/record-feedback.ts';
import { handler as handle, log } from './handler.ts';
import { feedback, ledger, subscribers } from './wiring.ts';

interface QueueEvent {
  Records: readonly { messageId: string; body: string }[];
}

/** Records a batch of SES's events. One that cannot be read fails alone: it comes again, and in the end is a dead letter. */
export const handler = handle('record-feedback', async ({ Records }: QueueEvent) => {
  const events: ProviderEvent[] = [];
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      const event = readSesEvent(body);
      if (event !== null) events.push(event);
    } catch (error) {
      if (!(error instanceof PressrunError)) throw error;
      log('warn', 'record-feedback', { messageId, code: error.code, message: error.message });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  const recorded = await recordFeedback(events, {
    feedback: feedback(),
    ledger: ledger(),
    subscribers: subscribers(),
  });
  log('info', 'record-feedback', { ...recorded, unreadable: batchItemFailures.length });
  return { batchItemFailures };
});
