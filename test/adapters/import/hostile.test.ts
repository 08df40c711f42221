import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detectFormat, importers } from '../../../adapters/import/importers.ts';
import { type Article, articleFormats, articleSchema } from '../../../core/model/article.ts';
import type { ArticleFormat } from '../../../core/model/import.ts';
import { sanitiseRichText } from '../../../core/text/sanitise.ts';
import { context, fileOf, fixture } from './import-fixture.ts';

const fixtures = readdirSync(path.join(import.meta.dirname, '../../fixtures/articles')).map((name) => fixture(name));
const formats = fc.constantFrom(...articleFormats);

/** Imports bytes as a format, and holds the result to what every importer promises. */
function hold(format: ArticleFormat, bytes: Uint8Array): void {
  const file = { reference: 'file', bytes };
  detectFormat(file);
  const result = importers[format](file, context);
  expect(result.articles.length + result.refused.length + result.notes.length).toBeGreaterThan(0);
  for (const { article } of result.articles) {
    expect(articleSchema.parse(article)).toEqual(article);
    for (const html of richTexts(article.body)) expect(sanitiseRichText(html)).toBe(html);
  }
  for (const { problems } of result.refused) {
    expect(problems).not.toEqual([]);
    for (const problem of problems)
      expect(problem).toEqual({
        ...problem,
        file: 'file',
        got: expect.stringMatching(/./),
        allowed: expect.stringMatching(/./),
      });
  }
}

function richTexts(blocks: Article['body']): string[] {
  return JSON.stringify(blocks) === '[]'
    ? []
    : blocks.flatMap((block) => {
        if ('html' in block) return [block.html];
        if (block.type === 'quote') return [...block.paragraphs, ...(block.citation === null ? [] : [block.citation])];
        if (block.type === 'table') return [...block.header, ...block.rows.flat()];
        if (block.type === 'box') return richTexts(block.blocks);
        return [];
      });
}

const ans = (elements: string) =>
  `{"type":"story","version":"0.10.1","headlines":{"basic":"H"},"content_elements":${elements}}`;
const rss = (item: string) =>
  `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>H</title>${item}</item></channel></rss>`;
const nested = (open: string, inner: string, close: string, depth: number) =>
  open.repeat(depth) + inner + close.repeat(depth);

const traps: Readonly<Record<string, string>> = {
  nothing: '',
  spaces: ' \n ',
  'only a byte order mark': '\ufeff',
  'lists without end': nested('[', '', ']', 20_000),
  'objects without end': nested('{"a":', '1', '}', 20_000),
  'groups without end': ans(nested('[{"type":"element_group","content_elements":', '[]', '}]', 20_000)),
  'groups in groups': ans(
    nested('[{"type":"element_group","content_elements":', '[{"type":"text","content":"x"}]', '}]', 45),
  ),
  'lists in lists': ans(`[${nested('{"type":"list","items":[', '{"type":"text","content":"x"}', ']}', 45)}]`),
  'elements without end in a feed': rss(nested('<a>', '', '</a>', 50_000)),
  'groups without end in a feed': rss(nested('<media:group>', '', '</media:group>', 20_000)),
  'HTML without end in a feed': rss(`<description><![CDATA[${'<div>'.repeat(50_000)}]]></description>`),
  'entities that multiply': `<!DOCTYPE x [${Array.from({ length: 40 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`).join('')}]>${rss('<description>&e40;</description>')}`,
  'HTML without end': '<div>'.repeat(100_000),
  'end tags without start': '<b></p>'.repeat(50_000),
  'quotes without end': `# H\n${'> '.repeat(1000)}x`,
  'brackets without end': `# H\n${'['.repeat(2000)}`,
  'JSON-LD that goes round':
    '<h1>H</h1><script type="application/ld+json">{"@graph":[{"@id":"#a","@type":"NewsArticle","headline":"h","author":{"@id":"#a"},"image":{"@id":"#a"}}]}</script>',
  'names of prototypes in ANS':
    '{"__proto__":{"type":"x"},"type":"story","version":"0.10.1","headlines":{"__proto__":{"basic":"p"},"basic":"H"},"constructor":1,"promo_items":{"__proto__":{"type":"image"},"constructor":1},"websites":{"__proto__":{"website_url":"/p"}},"canonical_website":"__proto__","credits":{"__proto__":[1],"toString":[2]},"content_elements":[{"type":"constructor"},{"type":"__proto__"},{"type":"toString"}]}',
  'names of prototypes in JSON': '{"__proto__":{"id":"p"},"id":"a","headline":"H","constructor":1}',
  'names of prototypes in a feed': rss('<__proto__>x</__proto__><constructor>y</constructor>'),
  'names of prototypes in front matter': '---\n__proto__: { a: 1 }\nconstructor: x\ntitle: H\ntoString: y\n---\nx',
  'names of prototypes in a page':
    '<meta name="__proto__" content="x"><h1 __proto__="1">H</h1><p constructor>x</p><script type="application/ld+json">{"@type":"NewsArticle","__proto__":{"headline":"x"}}</script>',
  'halves of characters':
    '{"id":"\\ud800","headline":"\\udc00H","body":[{"type":"paragraph","html":"\\ud800<b>\\udfff</b>"}]}',
  'lines of a mail header': JSON.stringify({ id: 'a', headline: 'H\r\nBcc: x@example.com\u2028\u0000\u001b[31m' }),
  'numbers out of range': ans(
    '[{"type":"numeric_rating","numeric_rating":1e308},{"type":"image","url":"https://x.example/a","width":1e300,"height":-5},{"type":"header","content":"h","level":99999999}]',
  ),
  'a very long line': JSON.stringify({ id: 'a', headline: 'x'.repeat(1_000_000) }),
  'very long text': ans(JSON.stringify([{ type: 'text', content: 'word '.repeat(200_000) }])),
};

describe('an importer never throws, and gives good articles or reasons', () => {
  test.each(Object.entries(traps))('%s', (_, content) => {
    for (const format of articleFormats) hold(format, fileOf(content).bytes);
  });

  test('any bytes', () => {
    fc.assert(fc.property(formats, fc.uint8Array({ maxLength: 300 }), hold), { numRuns: 120 });
  });

  test('files that end too soon', () => {
    fc.assert(
      fc.property(
        formats,
        fc.constantFrom(...fixtures),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (format, { bytes }, part) => {
          hold(format, bytes.subarray(0, Math.floor(bytes.length * part)));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('files with bytes changed', () => {
    const change = fc.tuple(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.constantFrom(...'<>{}[]"&;:/!-\n0\u0000\u00ff'),
    );
    fc.assert(
      fc.property(
        formats,
        fc.constantFrom(...fixtures),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        (format, { bytes }, changes) => {
          const changed = Uint8Array.from(bytes);
          for (const [at, character] of changes) changed[Math.floor(at * changed.length)] = character.charCodeAt(0);
          hold(format, changed);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('ANS with any value in any place', () => {
    const story = JSON.parse(new TextDecoder().decode(fixture('ans-every-element.json').bytes)) as object;
    const places = placesOf(story);
    const value = fc.constantFrom<unknown>(
      null,
      0,
      -1,
      1e99,
      true,
      '',
      ' ',
      'x',
      [],
      {},
      [[]],
      [null],
      { type: 'image' },
      { type: 'reference', referent: { id: 'x' } },
      '__proto__',
      'javascript:x',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...places), value), { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = structuredClone(story);
        for (const [place, put] of changes) putAt(changed, place, put);
        hold('ans', fileOf(changed).bytes);
        hold('json', fileOf(changed).bytes);
      }),
      { numRuns: 30 },
    );
  });
});

function placesOf(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...place, key], ...placesOf(inner, [...place, key])]);
}

function putAt(value: unknown, [key = '', ...rest]: readonly string[], put: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (rest.length === 0) Reflect.set(value, key, put);
  else putAt(Reflect.get(value, key), rest, put);
}
