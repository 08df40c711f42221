import { PressrunError } from '../../core/errors.ts';
import type { Article } from '../../core/model/article.ts';
import type { Publication } from '../../core/model/config.ts';
import type { PastEdition } from '../../core/model/edition.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import type { Run } from '../../core/model/run.ts';
import { assemble } from '../../core/stages/assemble.ts';
import { durationMilliseconds, localDate, localDateTime, startOfDay } from '../../core/time/calendar.ts';
import { editionId } from '../../core/time/edition-id.ts';
import { firings, latestFiringAtOrBefore } from '../../core/time/firings.ts';
import { placeWallTime } from '../../core/time/wall-time.ts';
import type { EditionEntry } from '../view.ts';

const day = 86_400_000;
/** Of each kind that a newsletter's list holds. */
const most = { coming: 5, past: 6, runs: 8 };

export interface ListInput {
  publication: Publication;
  newsletter: Newsletter;
  articles: readonly Article[];
  history: readonly PastEdition[];
  runs: readonly Run[];
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * The editions of a newsletter that the page offers, the latest first: coming firings, those that were sent, and past
 * firings as far back as the newest article, so that there is one with articles in it if there can be.
 */
export function editionList(input: ListInput): EditionEntry[] {
  const { newsletter, runs, now } = input;
  const instants = new Map<string, string>();
  const add = (at: string) => {
    const id = editionId(newsletter, at);
    if (!instants.has(id)) instants.set(id, at);
  };
  for (const run of runs.slice(0, most.runs)) instants.set(run.editionId, run.at);
  for (const at of [...coming(newsletter, now), ...past(input)]) add(at);
  const dated = input.articles.map((article) => ({ article, publishedAt: Date.parse(article.publishedAt) }));
  const window = longestWindow(newsletter);
  return [...instants]
    .map(([id, at]) => {
      const latest = Date.parse(at);
      // To count an edition's articles, those that are too old for every section need not be gone through.
      const near = dated.filter(({ publishedAt }) => publishedAt >= latest - window && publishedAt <= latest);
      return entryOf(id, at, { ...input, articles: near.map(({ article }) => article) });
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** How old an article may be that any section takes, in milliseconds. */
function longestWindow({ sections }: Newsletter): number {
  const windows = sections.map(({ select: { within, ids } }) =>
    within === undefined || ids !== undefined ? Number.POSITIVE_INFINITY : durationMilliseconds(within),
  );
  return Math.max(...windows);
}

function entryOf(
  id: string,
  at: string,
  { publication, newsletter, articles, history, runs, now }: ListInput,
): EditionEntry {
  const assembled = assemble({ publication, newsletter, articles, at, history });
  return {
    date: id.slice(id.indexOf('/') + 1),
    at,
    local: localDateTime(at, newsletter.timeZone),
    when: Date.parse(at) > now ? 'coming' : 'past',
    run: runs.find(({ editionId: known }) => known === id)?.state ?? null,
    articles: assembled.kind === 'edition' ? countOf(assembled.edition.sections) : assembled.found,
    enough: assembled.kind === 'edition',
  };
}

function countOf(sections: readonly { articles: readonly unknown[] }[]): number {
  return sections.reduce((sum, { articles }) => sum + articles.length, 0);
}

/** The next firings; of a newsletter without a schedule, tomorrow at seven. */
function coming({ cron, timeZone }: Newsletter, now: number): string[] {
  if (cron === null) return [atSeven(now + day, timeZone)];
  const found = firings(cron, timeZone, { from: new Date(now).toISOString(), count: most.coming + 1 });
  return found.flatMap(({ at }) => (at === null ? [] : [at])).slice(0, most.coming);
}

/** The last firings before now, or where all articles are older, those that could have carried them. */
function past({ newsletter: { cron, timeZone }, articles, now }: ListInput): string[] {
  const newest = articles.reduce((latest, { publishedAt }) => Math.max(latest, Date.parse(publishedAt)), 0);
  const from = newest === 0 || newest > now ? now : Math.min(now, newest + 2 * day);
  if (cron === null) return [new Date(Math.min(now, newest + day)).toISOString()];
  const found: string[] = [];
  for (let before = from; found.length < most.past; ) {
    const { at } = latestFiringAtOrBefore(cron, timeZone, new Date(before).toISOString());
    found.push(at);
    before = Date.parse(at) - 1;
  }
  return found;
}

/** The edition to begin with: the next, where it can be made; else the fullest of those past; else the next all the same. */
export function startingEntry(entries: readonly EditionEntry[]): EditionEntry | null {
  const next = entries.findLast(({ when }) => when === 'coming') ?? null;
  if (next?.enough === true) return next;
  const past = entries.filter(({ when, enough }) => when === 'past' && enough);
  const [first] = past;
  return first === undefined
    ? (next ?? entries[0] ?? null)
    : past.reduce((most, entry) => (entry.articles > most.articles ? entry : most), first);
}

/**
 * The instant of an edition by its date: of its run, of its firing, else noon of that day.
 *
 * @param date - `YYYY-MM-DD`, or with `T<HHMM>`.
 * @throws {PressrunError} `EDITION_UNKNOWN` when it is no date.
 */
export function instantOfDate(newsletter: Newsletter, date: string, run: Run | null): string {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d)(\d\d))?$/.exec(date);
  const start = match?.[1] === undefined ? Number.NaN : Date.parse(`${match[1]}T00:00:00Z`);
  if (match?.[1] === undefined || !new Date(start).toISOString().startsWith(match[1])) {
    throw new PressrunError('EDITION_UNKNOWN', `"${newsletter.slug}/${date}" is no edition.`);
  }
  if (run !== null) return run.at;
  const { cron, timeZone } = newsletter;
  if (match[2] !== undefined)
    return instantOfWall(start + Number(match[2]) * 3_600_000 + Number(match[3]) * 60_000, timeZone);
  const from = startOfDay(match[1], timeZone);
  const first = cron === null ? undefined : firings(cron, timeZone, { from, count: 1 })[0]?.at;
  if (first !== undefined && first !== null && localDate(first, timeZone) === match[1]) return first;
  return instantOfWall(start + day / 2, timeZone);
}

function atSeven(at: number, timeZone: string): string {
  const date = localDate(new Date(at).toISOString(), timeZone);
  return instantOfWall(Date.parse(`${date}T07:00:00Z`), timeZone);
}

function instantOfWall(wall: number, timeZone: string): string {
  const placed = placeWallTime(wall, timeZone);
  return new Date(placed.at ?? placed.skippedAt).toISOString();
}
