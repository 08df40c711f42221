import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Article } from '../../core/model/article.ts';
import type { Edition } from '../../core/model/edition.ts';
import type { SectionSelection } from '../../core/model/selection.ts';
import { assemble } from '../../core/stages/assemble.ts';
import { gathered, sampleAt, sampleConfig } from './sample.ts';

let articles: Article[];

beforeAll(async () => {
  ({ articles } = await gathered('articles'));
});

function editionOf(slug: string): { edition: Edition; selection: SectionSelection[] } {
  const newsletter = sampleConfig.newsletters.find((one) => one.slug === slug);
  if (newsletter === undefined) throw new Error(`no newsletter ${slug}`);
  const made = assemble({ publication: sampleConfig.publication, newsletter, articles, at: sampleAt, history: [] });
  if (made.kind !== 'edition') throw new Error(`${slug} is below its minimum`);
  return made;
}

const slugs = sampleConfig.newsletters.map(({ slug }) => slug);

describe('the newsletters', () => {
  test('are a daily, a weekly and one from right to left, each with a template of its own', () => {
    expect(sampleConfig.newsletters.map(({ slug, template, timeZone }) => [slug, template, timeZone])).toEqual([
      ['morning-brief', 'brief', 'America/New_York'],
      ['week-in-full', 'digest', 'Europe/London'],
      ['qissat-al-yawm', 'story', 'Asia/Amman'],
    ]);
  });

  test.each(slugs)('%s fills every section on the sample’s day', (slug) => {
    const { edition } = editionOf(slug);
    const titles = sampleConfig.newsletters.find((one) => one.slug === slug)?.sections.map(({ title }) => title);
    expect(edition.sections.map(({ title }) => title)).toEqual(titles);
  });

  test.each(slugs)('%s leads with a picture, a headline and a dek', (slug) => {
    const { lead } = editionOf(slug).edition;
    expect(lead.image?.alt).toMatch(/\S/);
    expect(lead.dek).toMatch(/\S/);
    expect(lead.url).toMatch(/^https:/);
  });

  test.each(slugs)('%s has a picture on every card', (slug) => {
    const cards = editionOf(slug).edition.sections.filter(({ layout }) => layout === 'cards');
    expect(cards.flatMap((section) => section.articles).filter(({ image }) => image === null)).toEqual([]);
  });

  test('the morning brief shows the reasons for which an article is left out', () => {
    const { edition, selection } = editionOf('morning-brief');
    expect(edition.id).toBe('morning-brief/2026-03-02');
    expect(edition.lead.headline).toBe('Larkhaven’s flood gates meet their first great tide, and hold');
    const reasons = new Set(selection.flatMap(({ considered }) => considered.map(({ leftOut }) => leftOut?.reason)));
    for (const reason of ['channel', 'embargoed', 'future', 'over-limit', 'section', 'tag', 'taken', 'too-old']) {
      expect(reasons).toContain(reason);
    }
  });

  test('the week in full leads with what it pins', () => {
    expect(editionOf('week-in-full').edition.lead.headline).toMatch(/^The night train comes back/);
  });

  test('the Arabic newsletter is Arabic and runs from right to left', () => {
    const { edition } = editionOf('qissat-al-yawm');
    expect(edition.direction).toBe('rtl');
    const all = edition.sections.flatMap((section) => section.articles);
    expect(all.filter(({ language }) => language !== 'ar')).toEqual([]);
    expect(all).toHaveLength(8);
  });

  test('nothing Arabic is in the others', () => {
    const others = slugs
      .filter((slug) => slug !== 'qissat-al-yawm')
      .flatMap((slug) => editionOf(slug).edition.sections);
    expect(others.flatMap((section) => section.articles).filter(({ language }) => language === 'ar')).toEqual([]);
  });
});
