import type { Block } from '../model/block.ts';
import type { Edition, EditionSection } from '../model/edition.ts';
import type { Shed } from '../model/rendered-edition.ts';

/**
 * What an edition's HTML may weigh, in bytes as delivered: with the longest value in every merge field. Gmail clips above
 * 102 KB, and what stands at the end of a clipped edition is the link to unsubscribe.
 */
export const budgetBytes = 95_000;

/** HTML is converted at most this often for one edition. */
export const mostRenders = 6;

/** A render this far under the budget is near enough: looking for a fuller edition ends. */
const nearEnoughBytes = 1_500;
/** What an estimate aims below the budget. */
const marginBytes = 400;

/** One thing an edition can do without. */
interface Step {
  what: 'picture' | 'dek' | 'article' | 'link' | 'body';
  /** Where it stands. */
  section: number;
  article: number;
  /** About how many bytes of HTML it takes: only ratios between steps matter. */
  estimate: number;
}

/** What each article and section has lost, as a template sees it. */
export interface Lightened {
  /** By section and article, as `0/3`. */
  pictures: ReadonlySet<string>;
  deks: ReadonlySet<string>;
  bodies: ReadonlySet<string>;
  /** By section: how many of its articles stand whole, how many more are linked, and how many are only counted. */
  sections: readonly { whole: number; linked: number; counted: number }[];
}

/** An edition that has lost nothing. */
export function unshed(edition: Edition): Lightened {
  return lightened(edition, []);
}

export interface Fitted<T> {
  result: T;
  lightened: Lightened;
  shed: Shed[];
  /** What it weighed before; null where nothing was shed. */
  unshedBytes: number | null;
}

/**
 * Renders an edition within the budget. What it loses is decided by `edition.shed` and the edition alone, as little as will do:
 * of each kind the last in the edition first, never a section's first article, never the picture or dek of the edition's lead, and
 * last of all, where nothing else is enough, the bodies of articles in full, the longest first, each whole, with a link to where it
 * can be read. Where even that is not enough, or articles have no URL to link to, the result is over the budget.
 *
 * @param convert - renders what is left; called at most `mostRenders` times.
 * @param weigh - the bytes of a rendering, as delivered.
 */
export async function fitBudget<T>(
  edition: Edition,
  convert: (lightened: Lightened) => Promise<T>,
  weigh: (result: T) => number,
): Promise<Fitted<T>> {
  const whole = await convert(unshed(edition));
  const unshedBytes = weigh(whole);
  const kinds = unshedBytes <= budgetBytes ? { light: [], bodies: [] } : stepsOf(edition);
  if (kinds.light.length + kinds.bodies.length === 0) {
    return { result: whole, lightened: unshed(edition), shed: [], unshedBytes: null };
  }
  let renders = 1;
  const take = async (steps: readonly Step[]): Promise<Known & { result: T }> => {
    renders += 1;
    const result = await convert(lightened(edition, steps));
    return { steps: steps.length, result, bytes: weigh(result) };
  };

  let steps = kinds.light;
  let over: Known = { steps: 0, bytes: unshedBytes };
  let under: (Known & { result: T }) | null = null;
  if (kinds.bodies.length > 0) {
    const lightest = await take(kinds.light);
    if (lightest.bytes <= budgetBytes) under = lightest;
    else steps = withBodies(kinds, lightest.bytes - budgetBytes);
  }
  const saved = [0];
  for (const step of steps) saved.push((saved.at(-1) ?? 0) + step.estimate);
  // Too heavy with `over` steps taken, and light enough with `under`: what is known narrows until it is near enough.
  while (renders < mostRenders && (under === null || budgetBytes - under.bytes >= nearEnoughBytes)) {
    const last = renders === mostRenders - 1;
    const count: number = under === null && last ? steps.length : nextCount(saved, unshedBytes, over, under);
    if (count <= over.steps) break;
    const taken = await take(steps.slice(0, count));
    if (taken.bytes <= budgetBytes || count === steps.length) under = taken;
    else over = taken;
    if (taken.bytes > budgetBytes && count === steps.length) break;
  }
  if (under === null) throw new Error('the last render takes every step');
  const left = lightened(edition, steps.slice(0, under.steps));
  return { result: under.result, lightened: left, shed: shedOf(edition, left), unshedBytes };
}

interface Known {
  steps: number;
  bytes: number;
}

/** How many steps seem to be needed, between the two counts that are known. */
function nextCount(saved: readonly number[], unshedBytes: number, over: Known, under: Known | null): number {
  const most = under === null ? saved.length - 1 : under.steps - 1;
  const estimated = (steps: number): number => saved[steps] ?? 0;
  // Bytes of HTML for a byte of estimate, as far as renders have shown.
  const bracket = under === null ? 0 : estimated(under.steps) - estimated(over.steps);
  const ratio =
    under !== null && bracket > 0
      ? (over.bytes - under.bytes) / bracket
      : over.steps > 0
        ? (unshedBytes - over.bytes) / estimated(over.steps)
        : 1;
  const target = estimated(over.steps) + (over.bytes - budgetBytes + marginBytes) / Math.max(0.1, ratio);
  let count = over.steps + 1;
  while (count < most && estimated(count) < target) count += 1;
  return Math.min(count, most);
}

/** Everything an edition can do without, in the order in which it does; and the bodies of articles in full, the longest first. */
function stepsOf(edition: Edition): { light: Step[]; bodies: Step[] } {
  const pictures: Step[] = [];
  const deks: Step[] = [];
  const bodies: Step[] = [];
  const { sections } = edition;
  for (const [section, { layout, articles }] of sections.entries()) {
    for (const [article, one] of articles.entries()) {
      const step = (what: Step['what'], estimate: number): Step => ({ what, section, article, estimate });
      if (layout === 'full') {
        if (one.url !== null && one.body.length > 0) bodies.push(step('body', weightOfBody(one.body)));
        continue;
      }
      if (section === 0 && article === 0) continue;
      const large = layout === 'lead' && article === 0;
      if (one.image !== null && layout !== 'brief' && !large) {
        pictures.push(step('picture', 420 + bytesOf(one.image.url) + bytesOf(one.image.alt)));
      }
      if (one.dek !== null && one.dek !== '') deks.push(step('dek', 150 + bytesOf(one.dek)));
    }
  }
  const articles = articleSteps(sections);
  const byKind = { pictures: pictures.toReversed(), deks: deks.toReversed(), articles };
  const stated = [...new Set([...edition.shed, ...defaultOrder])].flatMap((kind) => byKind[kind]);
  const longest = bodies.toSorted((a, b) => b.estimate - a.estimate || b.section - a.section || b.article - a.article);
  return { light: [...stated, ...linkSteps(articles)], bodies: longest };
}

/** Where all else would be lost in vain: as many bodies first as are too many, the longest first, so that the others stay whole. */
function withBodies({ light, bodies }: { light: Step[]; bodies: Step[] }, tooMany: number): Step[] {
  let missing = tooMany;
  let first = 0;
  for (; first < bodies.length && missing > 0; first += 1) missing -= bodies[first]?.estimate ?? 0;
  return [...bodies.slice(0, first), ...light, ...bodies.slice(first)];
}

const defaultOrder = ['pictures', 'deks', 'articles'] as const;

/** The last article of whichever section shows most of them, until each shows one. */
function articleSteps(sections: readonly EditionSection[]): Step[] {
  const steps: Step[] = [];
  const shown = sections.map(({ articles }) => articles.length);
  for (;;) {
    const most = Math.max(...shown);
    if (most <= 1) return steps;
    const section = shown.lastIndexOf(most);
    const article = most - 1;
    shown[section] = article;
    const { layout, articles } = sections[section] ?? { layout: 'list', articles: [] };
    const body = layout === 'full' ? weightOfBody(articles[article]?.body ?? []) + 1_500 : 0;
    const frame = layout === 'cards' ? 900 : 350;
    steps.push({ what: 'article', section, article, estimate: body + frame });
  }
}

/** Links, once nothing but links is left: the last of the edition first. */
function linkSteps(articles: readonly Step[]): Step[] {
  return articles
    .toSorted((a, b) => b.section - a.section || b.article - a.article)
    .map((step) => {
      return { ...step, what: 'link', estimate: 230 };
    });
}

function lightened(edition: Edition, steps: readonly Step[]): Lightened {
  const places = (what: Step['what']): Set<string> =>
    new Set(steps.filter((step) => step.what === what).map(({ section, article }) => placeOf(section, article)));
  const count = (what: Step['what'], section: number): number =>
    steps.filter((step) => step.what === what && step.section === section).length;
  return {
    pictures: places('picture'),
    deks: places('dek'),
    bodies: places('body'),
    sections: edition.sections.map(({ articles }, section) => {
      const gone = count('article', section);
      const counted = count('link', section);
      return { whole: articles.length - gone, linked: gone - counted, counted };
    }),
  };
}

/** Where an article stands, as `Lightened` names it. */
export function placeOf(section: number, article: number): string {
  return `${section}/${article}`;
}

/** What is gone of an edition, article by article. */
function shedOf(edition: Edition, light: Lightened): Shed[] {
  return edition.sections.flatMap(({ title, articles }, section) => {
    const { whole, linked } = light.sections[section] ?? { whole: articles.length, linked: 0 };
    return articles.flatMap(({ id }, article): Shed[] => {
      const entry = (what: Shed['what']): Shed => ({ what, section: title, articleId: id });
      if (article >= whole) return [entry(article < whole + linked ? 'article' : 'left-out')];
      const place = placeOf(section, article);
      return [
        ...(light.pictures.has(place) ? [entry('picture')] : []),
        ...(light.deks.has(place) ? [entry('dek')] : []),
        ...(light.bodies.has(place) ? [entry('body')] : []),
      ];
    });
  });
}

function weightOfBody(blocks: readonly Block[]): number {
  return Math.ceil(bytesOf(JSON.stringify(blocks)) * 1.15);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
