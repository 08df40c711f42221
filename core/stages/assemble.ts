import type { Article } from '../model/article.ts';
import type { Publication } from '../model/config.ts';
import type { Edition, EditionSection, PastEdition } from '../model/edition.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Select } from '../model/select.ts';
import type { Considered, LeftOutReason, SectionSelection } from '../model/selection.ts';
import { themeTokens } from '../model/theme.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { readersBase } from '../text/links.ts';
import { directionOf } from '../text/script.ts';
import { durationMilliseconds, localDate } from '../time/calendar.ts';
import { editionId } from '../time/edition-id.ts';
import { wallClock, wallTimeText } from '../time/wall-time.ts';

export interface AssembleInput {
  publication: Publication;
  newsletter: Newsletter;
  /** In any order. Of two versions of one article the newer is used. */
  articles: readonly Article[];
  /** The edition's instant: ISO 8601 with an offset. */
  at: string;
  /** Editions of the newsletter; those of a later instant, and this edition itself, are passed over. */
  history: readonly PastEdition[];
}

/** What came of assembling; `selection` says for each section why each article is in it or not. */
export type Assembled =
  | { kind: 'edition'; edition: Edition; selection: SectionSelection[] }
  | { kind: 'below-minimum'; found: number; minimum: number; selection: SectionSelection[] };

/**
 * Chooses the articles of an edition. Pure: the same articles, in whatever order, the same instant and the same history
 * make the same edition.
 *
 * Sections choose in turn, newest first (of one instant, by id), and an article is in the edition once. In no edition are
 * articles under embargo, barred from email, or published after its instant; nor, unless the newsletter allows repeats, any
 * that an earlier edition carried. Pinned articles (`ids`) come first, as written, if these rules and `exclude` let them,
 * and count towards `limit`. A section that only pins holds nothing else. A section without articles is left out.
 *
 * @throws {PressrunError} `INSTANT_INVALID`, `CRON_INVALID`
 * @example
 * const assembled = assemble({ publication, newsletter, articles, at: '2026-11-23T12:00:00Z', history: [] });
 * if (assembled.kind === 'edition') assembled.edition.lead.headline;
 */
export function assemble({ publication, newsletter, articles, at, history }: AssembleInput): Assembled {
  const id = editionId(newsletter, at);
  const instant: Instant = { at: Date.parse(at), local: localTimes(newsletter.timeZone) };
  const carried = newsletter.allowRepeats ? new Map<string, string>() : carriedBefore(history, id, newsletter, instant);
  const candidates = newestFirst(articles).map((article) => candidateOf(article, carried, instant));

  const known = new Set(candidates.map(({ article }) => article.id));
  const taken = new Map<string, string>();
  const selection: SectionSelection[] = [];
  const sections: EditionSection[] = [];
  for (const { title, select, layout } of newsletter.sections) {
    const { chosen, leftOut } = choose(candidates, select, taken, instant);
    for (const { article } of chosen) {
      taken.set(article.id, title);
    }
    const considered = [...chosen.map((candidate) => consideredOf(candidate, null)), ...leftOut];
    const missingIds = [...new Set(select.ids)].filter((pinned) => !known.has(pinned));
    selection.push({ title, select, considered, missingIds });
    if (chosen.length > 0) {
      sections.push({ title, layout, articles: chosen.map(({ article }) => article) });
    }
  }

  const lead = sections[0]?.articles[0];
  if (lead === undefined || taken.size < newsletter.minimumArticles) {
    return { kind: 'below-minimum', found: taken.size, minimum: newsletter.minimumArticles, selection };
  }
  const language = newsletter.language ?? publication.language;
  const edition: Edition = {
    id,
    newsletter: { slug: newsletter.slug, title: newsletter.title, description: newsletter.description },
    publication: { name: publication.name, url: publication.url, postalAddress: publication.postalAddress },
    at: new Date(instant.at).toISOString(),
    on: localDate(at, newsletter.timeZone),
    timeZone: newsletter.timeZone,
    language,
    direction: directionOf(language),
    template: newsletter.template,
    subject: newsletter.subject,
    preheader: newsletter.preheader,
    shed: newsletter.shed,
    theme: themeTokens(newsletter.theme ?? {}),
    textLinks: newsletter.textLinks,
    ...(newsletter.tracking && { tracking: readersBase(publication) }),
    lead,
    sections,
  };
  return { kind: 'edition', edition, selection };
}

interface Instant {
  at: number;
  /** An instant as the newsletter's clocks show it. */
  local(instant: string): string;
}

type Bar = NonNullable<Considered['leftOut']>;

/** An article with what holds of it in every section. */
interface Candidate {
  article: Article;
  publishedAt: number;
  tags: ReadonlySet<string>;
  /** Why it can be in no section. */
  bar: Bar | null;
}

/** Each instant is worked out once, however many sections pass over its article. */
function localTimes(timeZone: string): (instant: string) => string {
  const wallTime = wallClock(timeZone);
  const known = new Map<string, string>();
  return (instant) => {
    const text = known.get(instant) ?? wallTimeText(wallTime(Date.parse(instant))).replace('T', ' ');
    known.set(instant, text);
    return text;
  };
}

/** Article ids and the latest earlier edition that carried each. */
function carriedBefore(
  history: readonly PastEdition[],
  id: string,
  newsletter: Newsletter,
  { at }: Instant,
): Map<string, string> {
  const earlier = history
    .map((past) => ({ ...past, instant: Date.parse(past.at) }))
    .filter((past) => past.instant < at && past.id !== id && past.id.startsWith(`${newsletter.slug}/`))
    .sort((a, b) => a.instant - b.instant || compare(a.id, b.id));
  return new Map(earlier.flatMap((past) => past.articleIds.map((articleId) => [articleId, past.id])));
}

function newestFirst(articles: readonly Article[]): Article[] {
  const newest = new Map<string, Article>();
  for (const article of articles) {
    const other = newest.get(article.id);
    if (other === undefined || isNewer(article, other)) {
      newest.set(article.id, article);
    }
  }
  return [...newest.values()]
    .map((article) => ({ article, publishedAt: Date.parse(article.publishedAt) }))
    .sort((a, b) => b.publishedAt - a.publishedAt || compare(a.article.id, b.article.id))
    .map(({ article }) => article);
}

function isNewer(article: Article, other: Article): boolean {
  const changed = ({ updatedAt, publishedAt }: Article) => Date.parse(updatedAt ?? publishedAt);
  const difference = changed(article) - changed(other);
  return difference > 0 || (difference === 0 && canonicalJson(article) > canonicalJson(other));
}

function candidateOf(article: Article, carried: ReadonlyMap<string, string>, instant: Instant): Candidate {
  return {
    article,
    publishedAt: Date.parse(article.publishedAt),
    tags: new Set(article.tags.map(folded)),
    bar: barOf(article, carried, instant),
  };
}

function barOf(article: Article, carried: ReadonlyMap<string, string>, { at, local }: Instant): Bar | null {
  const { publishedAt, embargoUntil, channels } = article;
  if (channels !== null && channels.length > 0 && !channels.some((channel) => folded(channel) === 'email')) {
    return bar('channel', `may be published on ${channels.join(', ')}, not by email`);
  }
  if (embargoUntil !== null && Date.parse(embargoUntil) > at) {
    return bar('embargoed', `embargoed until ${local(embargoUntil)}`);
  }
  if (Date.parse(publishedAt) > at) {
    return bar('future', `published ${local(publishedAt)}, after the edition’s instant`);
  }
  const before = carried.get(article.id);
  return before === undefined ? null : bar('repeated', `was in ${before}`);
}

/** Fills one section. Every candidate is chosen or left out. */
function choose(
  candidates: readonly Candidate[],
  select: Select,
  taken: ReadonlyMap<string, string>,
  instant: Instant,
): { chosen: Candidate[]; leftOut: Considered[] } {
  const pins = new Map((select.ids ?? []).toReversed().map((id, index) => [id, index]));
  const excluded = new Set(select.exclude);
  const unfit = rulesOf(select, instant);
  const fit: Candidate[] = [];
  const leftOut: Considered[] = [];
  for (const candidate of candidates) {
    const { article } = candidate;
    const reason =
      (excluded.has(article.id) ? bar('excluded', 'named in `exclude`') : null) ??
      (pins.has(article.id) ? null : unfit(candidate)) ??
      candidate.bar ??
      takenBar(taken.get(article.id));
    if (reason === null) {
      fit.push(candidate);
    } else {
      leftOut.push(consideredOf(candidate, reason));
    }
  }
  // Pins were numbered from the last, and what is not pinned ranks below them all, in the order it has.
  const rank = ({ article }: Candidate) => pins.get(article.id) ?? -1;
  fit.sort((a, b) => rank(b) - rank(a));
  const limit = select.limit ?? fit.length;
  const over = fit.slice(limit).map((candidate) => consideredOf(candidate, bar('over-limit', `the limit is ${limit}`)));
  return { chosen: fit.slice(0, limit), leftOut: [...over, ...leftOut] };
}

/** The rules that a pinned article need not keep. */
function rulesOf(select: Select, { at, local }: Instant): (candidate: Candidate) => Bar | null {
  const { section, tag, within, ids, limit, exclude } = select;
  const wantedTag = tag === undefined ? null : folded(tag);
  const oldest = within === undefined ? null : at - durationMilliseconds(within);
  const onlyPins = ids !== undefined && [section, tag, within, limit, exclude].every((rule) => rule === undefined);
  const children = section === '/' ? '/' : `${section}/`;
  return ({ article, publishedAt, tags }) => {
    if (onlyPins) {
      return bar('not-pinned', 'the section holds only the articles named in `ids`');
    }
    const path = article.section?.path ?? null;
    if (section !== undefined && path !== section && path?.startsWith(children) !== true) {
      return bar('section', `${path === null ? 'in no section' : `in ${path}`}, not in ${section}`);
    }
    if (wantedTag !== null && !tags.has(wantedTag)) {
      return bar('tag', `without the tag "${tag}"`);
    }
    if (oldest !== null && publishedAt < oldest) {
      const by = lengthOf(oldest - publishedAt);
      return bar('too-old', `published ${local(article.publishedAt)}, ${by} before the limit`);
    }
    return null;
  };
}

function takenBar(section: string | undefined): Bar | null {
  return section === undefined ? null : bar('taken', `already in the section "${section}"`);
}

function consideredOf({ article }: Candidate, leftOut: Bar | null): Considered {
  return { articleId: article.id, headline: article.headline, publishedAt: article.publishedAt, leftOut };
}

function bar(reason: LeftOutReason, detail: string): Bar {
  return { reason, detail };
}

/** A length of time in the largest unit of which there are two or more, rounded down. */
function lengthOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes >= 2880) {
    return `${Math.floor(minutes / 1440)} days`;
  }
  if (minutes >= 120) {
    return `${Math.floor(minutes / 60)} h`;
  }
  return minutes < 1 ? 'less than a minute' : `${minutes} min`;
}

function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
