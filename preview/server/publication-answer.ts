import type { Newsletter } from '../../core/model/newsletter.ts';
import { directionOf } from '../../core/text/script.ts';
import { editionId } from '../../core/time/edition-id.ts';
import type { NewsletterEntry, PublicationAnswer } from '../view.ts';
import { editionList, startingEntry } from './edition-list.ts';
import type { Room } from './room.ts';

/** GET /api/publication */
export async function publicationAnswer(room: Room): Promise<PublicationAnswer> {
  const { config, publication, configFault } = room.workspace;
  const now = room.ports.clock.now();
  const newsletters = await Promise.all(config.newsletters.map((newsletter) => newsletterEntry(newsletter, now, room)));
  return {
    publication: publication.name,
    now: new Date(now).toISOString(),
    newsletters,
    start: await startOf(newsletters, room),
    fault: configFault,
  };
}

async function newsletterEntry(
  newsletter: Newsletter,
  now: number,
  { workspace, ports }: Room,
): Promise<NewsletterEntry> {
  const { publication, articles } = workspace;
  const { slug, title, description, timeZone, cron, mailer } = newsletter;
  const [history, runs] = await Promise.all([ports.runs.history(slug), ports.runs.list(slug)]);
  const language = newsletter.language ?? publication.language;
  const editions = editionList({ publication, newsletter, articles: articles.all(), history, runs, now });
  return { slug, title, description, language, direction: directionOf(language), timeZone, cron, mailer, editions };
}

/** Where the page begins. */
async function startOf(
  entries: readonly NewsletterEntry[],
  { startAt, startWith, workspace, desk, ports }: Room,
): Promise<PublicationAnswer['start']> {
  const entry = entries.find(({ slug }) => slug === startWith) ?? entries[0];
  const newsletter = workspace.config.newsletters.find(({ slug }) => slug === entry?.slug);
  if (entry === undefined || newsletter === undefined) return { newsletter: '', date: '', at: null };
  if (startAt !== null) {
    const date = editionId(newsletter, startAt).slice(entry.slug.length + 1);
    // The edition's own instant is no other time.
    const run = await ports.runs.get(editionId(newsletter, startAt));
    const own = desk.instantOf(newsletter, date, run) === startAt;
    return { newsletter: entry.slug, date, at: own ? null : startAt };
  }
  return { newsletter: entry.slug, date: startingEntry(entry.editions)?.date ?? '', at: null };
}
