import type { PastEdition } from '../../core/model/edition.ts';
import type { Run } from '../../core/model/run.ts';
import type { RunStore } from '../../core/ports.ts';
import type { Database } from './sqlite-database.ts';

/** The tables of runs and of what earlier editions carried, for `openDatabase`. */
export const runSchema = `
  CREATE TABLE IF NOT EXISTS runs (
    edition_id TEXT PRIMARY KEY,
    newsletter TEXT NOT NULL,
    at TEXT NOT NULL,
    run TEXT NOT NULL,
    stop_requested_at TEXT
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS history (
    newsletter TEXT NOT NULL,
    edition_id TEXT NOT NULL,
    at TEXT NOT NULL,
    article_ids TEXT NOT NULL,
    PRIMARY KEY (newsletter, edition_id)
  ) WITHOUT ROWID`;

/** Runs in SQLite. A stop that is asked for stands apart from the run, so that writing one never loses the other. */
export function createSqliteRunStore(database: Database): RunStore {
  const put = database.prepare(`
    INSERT INTO runs (edition_id, newsletter, at, run) VALUES (?, ?, ?, ?)
    ON CONFLICT (edition_id) DO UPDATE SET newsletter = excluded.newsletter, at = excluded.at, run = excluded.run`);
  const get = database.prepare('SELECT run FROM runs WHERE edition_id = ?');
  const all = database.prepare('SELECT run FROM runs ORDER BY at DESC, edition_id');
  const ofNewsletter = database.prepare('SELECT run FROM runs WHERE newsletter = ? ORDER BY at DESC, edition_id');
  const setStop = database.prepare('UPDATE runs SET stop_requested_at = ? WHERE edition_id = ?');
  const stop = database.prepare('SELECT stop_requested_at AS at FROM runs WHERE edition_id = ?');
  const past = database.prepare(
    'SELECT edition_id AS id, at, article_ids AS articleIds FROM history WHERE newsletter = ?',
  );
  const remember = database.prepare(`
    INSERT INTO history (newsletter, edition_id, at, article_ids) VALUES (?, ?, ?, ?)
    ON CONFLICT (newsletter, edition_id) DO UPDATE SET at = excluded.at, article_ids = excluded.article_ids`);
  return {
    async get(editionId) {
      const row = get.get(editionId) as { run: string } | undefined;
      return row === undefined ? null : (JSON.parse(row.run) as Run);
    },
    async put(run) {
      put.run(run.editionId, run.newsletter, run.at, JSON.stringify(run));
    },
    async list(newsletter) {
      const rows = newsletter === undefined ? all.all() : ofNewsletter.all(newsletter);
      return (rows as { run: string }[]).map((row) => JSON.parse(row.run) as Run);
    },
    async requestStop(editionId, at) {
      setStop.run(at, editionId);
    },
    async stopRequested(editionId) {
      return ((stop.get(editionId) as { at: string | null } | undefined)?.at ?? null) !== null;
    },
    async clearStop(editionId) {
      setStop.run(null, editionId);
    },
    async history(newsletter) {
      const rows = past.all(newsletter) as { id: string; at: string; articleIds: string }[];
      return rows.map(
        ({ id, at, articleIds }): PastEdition => ({ id, at, articleIds: JSON.parse(articleIds) as string[] }),
      );
    },
    async remember(newsletter, edition) {
      remember.run(newsletter, edition.id, edition.at, JSON.stringify(edition.articleIds));
    },
  };
}
