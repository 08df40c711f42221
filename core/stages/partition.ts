const messagesPerWorkerSecond = 200;
const batchSeconds = 300;
const smallestBatch = 100;
const largestBatch = 20_000;

/** How a run is spread: its workers, each one's share of the rate, and how many recipients a batch holds. */
export interface Partition {
  workers: number;
  /** Messages a second; null: no limit. */
  ratePerWorker: number | null;
  batchSize: number;
}

/**
 * Spreads a run's rate over workers (DESIGN section 6): one for each 200 messages a second, each with an equal share, so that no
 * counter is shared; a batch is what a worker sends in about five minutes, 100 to 20,000 recipients.
 *
 * @param ratePerSecond - `rateShare × MaxSendRate`; null where the mailer has no limit.
 * @example partition(450) // { workers: 3, ratePerWorker: 150, batchSize: 20000 }
 */
export function partition(ratePerSecond: number | null): Partition {
  if (ratePerSecond === null) return { workers: 1, ratePerWorker: null, batchSize: largestBatch };
  const workers = Math.max(1, Math.ceil(ratePerSecond / messagesPerWorkerSecond));
  const ratePerWorker = ratePerSecond / workers;
  const batchSize = Math.min(largestBatch, Math.max(smallestBatch, Math.floor(ratePerWorker * batchSeconds)));
  return { workers, ratePerWorker, batchSize };
}
