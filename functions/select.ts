import { type RunReference, selectStep } from '../core/distributed.ts';
import { handler as handle, log } from './handler.ts';
import { archive, clock, ids, ledger, runs, settingOf, subscribers } from './wiring.ts';

/** Freezes the audience into batches. @returns where their manifest is. */
export const handler = handle('select', async (event: RunReference & { batchSize: number }) => {
  const ports = { archive: archive(), subscribers: subscribers(), ledger: ledger(), runs: runs(), clock, ids };
  const { manifest, ...counts } = await selectStep(event, settingOf(event.newsletter), ports);
  log('info', 'select', { editionId: event.editionId, ...counts });
  return { manifest: `${event.editionId}/${manifest}`, batches: counts.batches };
});
