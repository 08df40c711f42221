import { PressrunError } from '../../core/errors.ts';
import {
  addTallies,
  emptyTally,
  type Feedback,
  type FeedbackTally,
  tallyOfMessage,
} from '../../core/model/feedback.ts';
import type { FeedbackStore } from '../../core/ports.ts';
import type { Database } from './sqlite-database.ts';

export const feedbackSchema = `
  CREATE TABLE IF NOT EXISTS feedback (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    edition TEXT NOT NULL,
    subscriber TEXT NOT NULL,
    record TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS feedback_edition ON feedback (edition, n);
  CREATE INDEX IF NOT EXISTS feedback_subscriber ON feedback (subscriber);
  CREATE TABLE IF NOT EXISTS feedback_tallies (
    edition TEXT PRIMARY KEY,
    known INTEGER NOT NULL,
    decided INTEGER NOT NULL,
    bounced INTEGER NOT NULL,
    complained INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

const pageSize = 5000;

/** @param database - opened with `feedbackSchema`. */
export function createSqliteFeedbackStore(database: Database): FeedbackStore {
  const insert = database.prepare(
    'INSERT INTO feedback (id, edition, subscriber, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const page = database
    .prepare(
      `SELECT max(n), json_group_array(json(record)) FROM (
         SELECT n, record FROM feedback WHERE edition = ? AND n > ? ORDER BY n LIMIT ${pageSize})`,
    )
    .raw();
  const bySubscriber = database
    .prepare('SELECT json_group_array(json(record)) FROM feedback WHERE subscriber = ?')
    .raw();
  const byMessage = database
    .prepare('SELECT json_group_array(json(record)) FROM feedback WHERE subscriber = ? AND edition = ?')
    .raw();
  const tally = database
    .prepare('SELECT known, decided, bounced, complained FROM feedback_tallies WHERE edition = ?')
    .raw();
  const count = database.prepare(
    `INSERT INTO feedback_tallies (edition, known, decided, bounced, complained) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (edition) DO UPDATE SET known = known + excluded.known, decided = decided + excluded.decided,
       bounced = bounced + excluded.bounced, complained = complained + excluded.complained`,
  );
  const ofMessage = ({ subscriberId, editionId }: Feedback): FeedbackTally => {
    const [json] = byMessage.get(subscriberId, editionId) as [string];
    return tallyOfMessage(JSON.parse(json) as Feedback[]);
  };

  return {
    async add(feedback) {
      return guarded(() => {
        const fresh: Feedback[] = [];
        database.exec('BEGIN IMMEDIATE');
        try {
          for (const each of feedback) {
            const before = ofMessage(each);
            const { changes } = insert.run(each.id, each.editionId, each.subscriberId, JSON.stringify(each));
            if (changes === 0) continue;
            fresh.push(each);
            const { known, decided, bounced, complained } = addTallies(ofMessage(each), before, -1);
            if (known || decided || bounced || complained) {
              count.run(each.editionId, known, decided, bounced, complained);
            }
          }
          database.exec('COMMIT');
        } catch (error) {
          database.exec('ROLLBACK');
          throw error;
        }
        return fresh;
      });
    },
    async *of(editionId) {
      for (let after: number | null = 0; ; ) {
        const start: number = after;
        const [last, json] = guarded(() => page.get(editionId, start)) as [number | null, string];
        if (last === null) return;
        yield JSON.parse(json) as Feedback[];
        after = last;
      }
    },
    async ofSubscriber(subscriberId) {
      const [json] = guarded(() => bySubscriber.get(subscriberId)) as [string];
      return JSON.parse(json) as Feedback[];
    },
    async tally(editionId) {
      return guarded(() => {
        const row = tally.get(editionId) as [number, number, number, number] | undefined;
        if (row === undefined) return emptyTally;
        const [known, decided, bounced, complained] = row;
        return { known, decided, bounced, complained };
      });
    },
  };
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', 'The feedback’s database refused.', { cause });
  }
}
