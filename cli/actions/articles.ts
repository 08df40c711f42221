import { PressrunError } from '../../core/errors.ts';
import { type Article, sectionPathSchema } from '../../core/model/article.ts';
import { dateSchema, instantSchema } from '../../core/model/scalars.ts';
import { withinSchema } from '../../core/model/select.ts';
import { durationMilliseconds } from '../../core/time/calendar.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { articlesCommand } from '../commands/articles.ts';
import { withArticles } from '../ports.ts';
import { counted } from '../report-text.ts';
import { unreadable } from '../unreadable.ts';

/** Lists articles. Their dates are in UTC: an article belongs to no newsletter. */
export async function articles(call: CallOf<typeof articlesCommand>): Promise<ExitCode> {
  const since = sinceOf(call.options.since, Date.now());
  const section = sectionOf(call.options.section);
  const listed: Article[] = [];
  await withArticles(call, async (store) => {
    for await (const article of store.all(unreadable(call).onUnreadable)) {
      if (article.publishedAt >= since && (section === null || isIn(article, section))) listed.push(article);
    }
  });
  listed.sort((a, b) =>
    a.publishedAt === b.publishedAt ? (a.id < b.id ? -1 : 1) : a.publishedAt < b.publishedAt ? 1 : -1,
  );
  const { dim } = call.terminal.colours;
  call.terminal.result(listed.map(summary), () => [
    ...listed.map(({ id, headline, section: of, publishedAt }) => {
      const when = publishedAt.slice(0, 16).replace('T', ' ');
      return `${when} UTC  ${(of?.path ?? '-').padEnd(20)}  ${headline}  ${dim(id)}`;
    }),
    counted(listed.length, 'article'),
  ]);
  return 0;
}

function summary({ id, headline, url, section, tags, publishedAt, updatedAt, embargoUntil, source }: Article) {
  return { id, headline, url, section: section?.path ?? null, tags, publishedAt, updatedAt, embargoUntil, source };
}

function isIn(article: Article, section: string): boolean {
  const path = article.section?.path;
  return path !== undefined && (section === '/' || path === section || path.startsWith(`${section}/`));
}

function sectionOf(given: string | null): string | null {
  if (given === null || sectionPathSchema.safeParse(given).success) return given;
  throw new PressrunError('USAGE', `"${given}" is no section path: write one such as /world/asia.`);
}

/** The instant from which on, in UTC; the empty string, before all of them, where nothing is asked. */
function sinceOf(given: string | null, now: number): string {
  if (given === null) return '';
  if (withinSchema.safeParse(given).success) return new Date(now - durationMilliseconds(given)).toISOString();
  if (dateSchema.safeParse(given).success) return `${given}T00:00:00.000Z`;
  const instant = instantSchema.safeParse(given);
  if (instant.success) return instant.data;
  throw new PressrunError('INSTANT_INVALID', `"${given}" is no instant, date or duration.`);
}
