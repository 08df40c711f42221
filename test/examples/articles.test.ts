import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Article } from '../../core/model/article.ts';
import { type Block, blockTypes } from '../../core/model/block.ts';
import type { GatherLine } from '../../core/stages/gather.ts';
import { plainText } from '../../core/text/sanitise.ts';
import { examples, gathered, sampleAt } from './sample.ts';

let articles: Article[];
let lines: GatherLine[];

beforeAll(async () => {
  ({ articles, lines } = await gathered('articles'));
});

/** How often each key occurs. */
const tally = (keys: readonly string[]) =>
  Object.fromEntries([...new Set(keys)].sort().map((key) => [key, keys.filter((other) => other === key).length]));

describe('the articles', () => {
  test('every one is good, and new', () => {
    expect(lines.filter(({ outcome }) => outcome !== 'added' && outcome !== 'no-article')).toEqual([]);
    expect(articles).toHaveLength(61);
  });

  test('come in all five formats', () => {
    expect(tally(articles.map(({ source }) => source.format))).toEqual({
      ans: 23,
      feed: 18,
      html: 6,
      json: 5,
      markdown: 9,
    });
  });

  test('stand in sections, and the feeds’ under the tags of their desks', () => {
    const top = articles.map(({ section, language, tags }) =>
      language === 'ar' ? 'ar' : (section?.path.split('/')[1] ?? `tag ${tags[0]}`),
    );
    expect(tally(top)).toEqual({
      ar: 8,
      business: 3,
      culture: 5,
      health: 2,
      local: 4,
      opinion: 4,
      politics: 4,
      science: 4,
      sport: 4,
      'tag Business': 3,
      'tag Culture': 2,
      'tag Health': 1,
      'tag Larkhaven': 3,
      'tag Politics': 1,
      'tag Science': 2,
      'tag Sport': 2,
      'tag World': 3,
      world: 6,
    });
  });

  test('are of the ten days before the sample’s day, but for one of two hours after it', () => {
    const days = articles.map(({ publishedAt }) => (Date.parse(sampleAt) - Date.parse(publishedAt)) / 86_400_000);
    expect(Math.max(...days)).toBeLessThan(10);
    expect(days.filter((age) => age < 0)).toEqual([-2 / 24]);
  });

  test('one is under embargo on that day, and one is not for email', () => {
    expect(articles.filter(({ embargoUntil }) => embargoUntil !== null && embargoUntil > sampleAt)).toHaveLength(1);
    expect(articles.filter(({ channels }) => channels !== null && !channels.includes('email'))).toHaveLength(1);
  });

  test('use every kind of block', () => {
    const typesIn = (blocks: readonly Block[]): string[] =>
      blocks.flatMap((block) => [block.type, ...(block.type === 'box' ? typesIn(block.blocks) : [])]);
    const used = new Set(articles.flatMap(({ body }) => typesIn(body)));
    expect([...used].sort()).toEqual([...blockTypes].sort());
  });

  test('three and more are of 900 words or longer', () => {
    const richText = new Set(['html', 'paragraphs', 'citation', 'header', 'rows']);
    const wordsIn = (value: unknown, key = ''): number => {
      if (typeof value === 'string') return richText.has(key) ? plainText(value).split(/\s+/).length : 0;
      if (Array.isArray(value)) return value.reduce((sum, one) => sum + wordsIn(one, key), 0);
      if (typeof value !== 'object' || value === null) return 0;
      return Object.entries(value).reduce((sum, [name, inner]) => sum + wordsIn(inner, name), 0);
    };
    const words = articles.map(({ body }) => wordsIn(body));
    expect(words.filter((count) => count >= 900).length).toBeGreaterThanOrEqual(3);
  });
});

describe('the ANS documents', () => {
  // Schema ans/0.10.10/story_elements, and what else may stand among a story's elements.
  const elements = [
    ...['audio', 'blockquote', 'code', 'content_zone', 'correction', 'custom_embed', 'divider', 'element_group'],
    ...['endorsement', 'gallery', 'header', 'image', 'interstitial_link', 'link_list', 'list', 'numeric_rating'],
    ...['oembed_response', 'quote', 'raw_html', 'reference', 'story', 'table', 'text', 'video'],
  ];

  test('use every story element there is', () => {
    const used = new Set<string>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if ((key === 'content_elements' || key === 'items') && Array.isArray(inner)) {
          for (const one of inner) used.add(String(one.type));
        }
        visit(inner);
      }
    };
    const folder = path.join(examples, 'articles/ans');
    for (const name of readdirSync(folder)) visit(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
    expect([...used].sort()).toEqual(elements);
  });
});

describe('the pictures', () => {
  const folder = path.join(examples, 'pictures');
  const drawn = readdirSync(folder).filter((name) => name.endsWith('.jpg'));

  test('every one that an article shows is there, and every one that is there is shown', () => {
    const text = JSON.stringify(articles);
    const shown = new Set(
      [...text.matchAll(/https:\/\/news\.example\.org\/pictures\/([^"/]+)"/g)].map(([, name]) => name),
    );
    expect([...shown].sort()).toEqual(drawn);
  });

  test('articles show no pictures from anywhere else', () => {
    const urls = articles.flatMap(({ image, body }) => [
      ...(image === null ? [] : [image.url]),
      ...body.flatMap((block) => (block.type === 'image' ? [block.image.url] : [])),
    ]);
    expect(urls.filter((url) => !url.startsWith('https://news.example.org/pictures/'))).toEqual([]);
  });

  test('are light: under 120 KB each, two megabytes together', () => {
    const bytes = drawn.map((name) => statSync(path.join(folder, name)).size);
    expect(Math.max(...bytes)).toBeLessThan(120_000);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(2_000_000);
  });

  test('each has the scene that draws it', () => {
    const scenes = readdirSync(path.join(folder, 'scenes')).map((name) => name.replace(/\.mjs$/, '.jpg'));
    expect(scenes.sort()).toEqual(drawn);
  });
});
