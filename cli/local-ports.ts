import path from 'node:path';
import { cryptoIds } from '../adapters/local/crypto-ids.ts';
import { createFileTokenKeys } from '../adapters/local/file-token-keys.ts';
import { createFolderArchive } from '../adapters/local/folder-archive.ts';
import { createOutboxMailer } from '../adapters/local/outbox-mailer.ts';
import { acquireRunLock, type RunLock } from '../adapters/local/run-lock.ts';
import { type Database, openDatabase } from '../adapters/local/sqlite-database.ts';
import { createSqliteFeedbackStore, feedbackSchema } from '../adapters/local/sqlite-feedback-store.ts';
import { createSqliteLedger, ledgerSchema } from '../adapters/local/sqlite-ledger.ts';
import { createSqliteRunStore, runSchema } from '../adapters/local/sqlite-run-store.ts';
import { scrubbed } from '../adapters/local/sqlite-scrub.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../adapters/local/sqlite-subscriber-store.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import type { RunRequest } from '../core/pipeline.ts';
import type {
  Archive,
  ArticleStore,
  Clock,
  FeedbackStore,
  Ids,
  Ledger,
  Mailer,
  Random,
  RotatingTokenKeys,
  RunStore,
  SubscriberStore,
} from '../core/ports.ts';
import { createTokens, signingFirst, type Tokens } from '../core/text/token.ts';

/** The ports of one machine, over one data folder. */
export interface LocalPorts {
  readonly archive: Archive;
  readonly subscribers: SubscriberStore;
  readonly ledger: Ledger;
  readonly feedback: FeedbackStore;
  readonly runs: RunStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  /** Messages as `.eml` files in a folder of the data folder: `outbox`, with one folder an edition. */
  readonly outbox: Mailer;
  readonly tokenKeys: RotatingTokenKeys;
  /**
   * The lock of whoever sends from this data folder; `patienceMilliseconds` as `acquireRunLock` has it.
   * @returns null while another process does.
   */
  lock(patienceMilliseconds?: number): RunLock | null;
  /** What a deployment has in place of this machine's; absent on this machine. */
  readonly deployment?: DeploymentHand;
}

/** A deployment: `outbox` is then its mailer, and nothing is sent from this machine but tests. */
export interface DeploymentHand {
  readonly articles: ArticleStore;
  /** Starts the run of an edition there, or lets the one that goes on go on. */
  begin(request: Pick<RunRequest, 'newsletter' | 'at' | 'force'>): Promise<void>;
  /** How long a worker may be alive after a claim. */
  readonly workerSeconds: number;
}

/**
 * Opens the ports of this machine, does something with them, and closes them whatever comes of it.
 *
 * @param data - the data folder; made where there is none.
 * @throws {PressrunError} `STORE_UNAVAILABLE` when the database cannot be opened.
 */
export async function withLocalPorts<T>(data: string, use: (ports: LocalPorts) => Promise<T>): Promise<T> {
  const database = openDatabase(path.join(data, 'pressrun.db'), [
    ledgerSchema,
    runSchema,
    subscriberSchema,
    feedbackSchema,
  ]);
  try {
    return await use(portsOver(data, database));
  } finally {
    database.close();
  }
}

function portsOver(data: string, database: Database): LocalPorts {
  return {
    archive: createFolderArchive(path.join(data, 'archive')),
    subscribers: scrubbed(createSqliteSubscriberStore(database), database),
    ledger: createSqliteLedger(database),
    feedback: createSqliteFeedbackStore(database),
    runs: createSqliteRunStore(database),
    clock: systemClock,
    ids: cryptoIds,
    random: Math.random,
    outbox: createOutboxMailer(path.join(data, 'outbox')),
    tokenKeys: createFileTokenKeys(path.join(data, 'keys.json')),
    lock: (patienceMilliseconds) => acquireRunLock(path.join(data, 'run.lock'), patienceMilliseconds),
  };
}

/** The signer of readers' links, of the keys as they are now. */
export async function tokensOf({ tokenKeys, clock }: Pick<LocalPorts, 'tokenKeys' | 'clock'>): Promise<Tokens> {
  return createTokens(signingFirst(await tokenKeys.all(), clock.now()));
}
