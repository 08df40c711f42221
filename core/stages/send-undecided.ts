import type { Batch } from '../model/audience.ts';
import type { Ledger } from '../ports.ts';

const idsAtOnce = 5_000;

/**
 * The batch without the recipients that the ledger has decided or claimed, so that calling a long batch again reads in place of claiming.
 * Only a saving: `sendBatch` passes these over by itself.
 */
export async function undecided(batch: Batch, ledger: Pick<Ledger, 'read'>): Promise<Batch> {
  const subscriberIds: string[] = [];
  for (let start = 0; start < batch.subscriberIds.length; start += idsAtOnce) {
    const ids = batch.subscriberIds.slice(start, start + idsAtOnce);
    const entries = await ledger.read(batch.editionId, ids);
    subscriberIds.push(...ids.filter((id) => (entries.get(id)?.state ?? 'deferred') === 'deferred'));
  }
  return { ...batch, subscriberIds };
}
