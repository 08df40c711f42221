import { archiveContract } from '../contracts/archive.ts';
import { feedbackStoreContract } from '../contracts/feedback-store.ts';
import { ledgerContract } from '../contracts/ledger.ts';
import { MemoryArchive } from './memory-archive.ts';
import { MemoryFeedbackStore } from './memory-feedback-store.ts';
import { MemoryLedger } from './memory-ledger.ts';

// The simulator's findings are worth what its fakes are: they keep the same promises as the real ones.
ledgerContract('memory', async () => new MemoryLedger());
archiveContract('memory', async () => new MemoryArchive());
feedbackStoreContract('memory', async () => ({ store: new MemoryFeedbackStore(), close: async () => {} }));
