import { checkStep, type RunReference } from '../core/distributed.ts';
import { handler as handle, log } from './handler.ts';
import { archive, clock, feedback, mailer, runs, settingOf } from './wiring.ts';

/** Checks an edition, freezes it, and reads what the run may take. */
export const handler = handle('check', async (event: RunReference & { revision: string }) => {
  const ports = { archive: archive(), runs: runs(), feedback: feedback(), mailer: mailer(), clock };
  const checked = await checkStep(event, settingOf(event.newsletter), ports);
  log('info', 'check', { editionId: event.editionId, ...checked });
  return checked;
});
