import path from 'node:path';
import { openDatabase } from '../../../adapters/local/sqlite-database.ts';
import { createSqliteFeedbackStore, feedbackSchema } from '../../../adapters/local/sqlite-feedback-store.ts';
import { feedbackStoreContract } from '../../contracts/feedback-store.ts';
import { MemoryFeedbackStore } from '../../fakes/memory-feedback-store.ts';
import { temporaryFolder } from '../../temporary.ts';

feedbackStoreContract('SQLite', async () => {
  const database = openDatabase(path.join(await temporaryFolder(), 'pressrun.db'), [feedbackSchema]);
  return { store: createSqliteFeedbackStore(database), close: async () => void database.close() };
});
feedbackStoreContract('memory', async () => ({ store: new MemoryFeedbackStore(), close: async () => {} }));
