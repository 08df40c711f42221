import { type RunReference, sendStep } from '../core/distributed.ts';
import { handler as handle, type LambdaContext, log } from './handler.ts';
import {
  archive,
  clock,
  feedback,
  ids,
  ledger,
  mailer,
  random,
  runs,
  settingOf,
  subscribers,
  tokens,
} from './wiring.ts';

/** What the last sends and their records may take after the deadline: SES has 30 seconds to answer. */
const marginMilliseconds = 45_000;

/** Sends one batch, as far as the time goes. */
export const handler = handle(
  'send',
  async (
    event: RunReference & { revision: string; number: number; ratePerWorker: number | null },
    context: LambdaContext,
  ) => {
    const stores = { archive: archive(), subscribers: subscribers(), ledger: ledger(), runs: runs() };
    const ports = { ...stores, feedback: feedback(), mailer: mailer(), tokens: await tokens(), clock, ids, random };
    const deadlineAt = clock.now() + context.getRemainingTimeInMillis() - marginMilliseconds;
    const { tally, ...result } = await sendStep(event, settingOf(event.newsletter), ports, deadlineAt);
    log('info', 'send', { editionId: event.editionId, batch: event.number, ...result, ...tally });
    return result;
  },
);
