import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import type { Article } from '../../../core/model/article.ts';
import type { Edition } from '../../../core/model/edition.ts';
import type { Layout } from '../../../core/model/layout.ts';
import { checkEdition, deliveredBytes } from '../../../core/stages/check.ts';
import { render } from '../../../core/stages/render.ts';
import { budgetBytes, fitBudget, type Lightened, mostRenders } from '../../../core/stages/shed.ts';
import { createMemoryTemplates } from '../../fakes/memory-template-source.ts';
import { article, edition } from './render-editions.ts';

const kit = createFolderTemplates('/nowhere');

function articleNumber(number: number, input: Partial<Parameters<typeof article>[0]> = {}): Article {
  return article({
    headline: `Article ${number} has a headline of ordinary length about the harbour`,
    id: `a${number}`,
    dek: `The sentence under headline ${number} says a little more, in about a hundred characters, as most do.`,
    kicker: 'World',
    image: {
      url: `https://news.example.org/pictures/p${number}.jpg`,
      alt: `Picture ${number}`,
      width: 800,
      height: 450,
    },
    ...input,
  });
}

/** Sections of these layouts, with so many articles each. */
function editionOf(sections: readonly (readonly [Layout, number])[], more: Partial<Edition> = {}): Edition {
  let number = 0;
  return edition({
    sections: sections.map(([layout, count], index) => ({
      title: `Section ${index + 1}`,
      layout,
      articles: Array.from({ length: count }, () => {
        number += 1;
        return articleNumber(number);
      }),
    })),
    ...more,
  });
}

const long = (number: number, paragraphs: number): Article =>
  articleNumber(number, {
    body: Array.from({ length: paragraphs }, () => ({ type: 'paragraph' as const, html: 'Many words. '.repeat(60) })),
  });

const kinds = (shed: readonly { what: string }[]) => [...new Set(shed.map(({ what }) => what))].sort();

describe('an edition over the budget', () => {
  const threeHundred = editionOf([
    ['lead', 1],
    ['cards', 99],
    ['list', 100],
    ['brief', 100],
  ]);

  test('of 300 articles comes out under it, near it, and says what it shed', async () => {
    const rendered = await render(threeHundred, kit);
    expect(rendered.unshedBytes).toBeGreaterThan(200_000);
    expect(deliveredBytes(rendered)).toBeLessThanOrEqual(budgetBytes);
    expect(deliveredBytes(rendered)).toBeGreaterThan(budgetBytes * 0.9);
    expect(kinds(rendered.shed)).toContain('article');
    for (const { title } of threeHundred.sections) expect(rendered.html).toContain(title);
    const finding = checkEdition(threeHundred, rendered, { ...threeHundred.publication, language: 'en' });
    expect(finding.find(({ rule }) => rule === 'shed')?.severity).toBe('warning');
    expect(finding.find(({ rule }) => rule === 'shed')?.message).toMatch(
      /^The HTML would have been \d+\.\d KB, .*articles as links to the web \(Section 2: /,
    );
  });

  test('keeps every headline and link in both parts, once', async () => {
    const { html, text } = await render(threeHundred, kit);
    const body = html.replace(/<title>.*?<\/title>/, '');
    for (const { headline, url } of threeHundred.sections.flatMap(({ articles }) => articles)) {
      expect(body.split(`>${headline}<`)).toHaveLength(2);
      expect(html).toContain(`href="${url}"`);
      expect(text.split(headline)).toHaveLength(2);
    }
    expect(html).toContain('More on the web');
  });

  test('is the same bytes every time', async () => {
    const made = editionOf([['list', 120]]);
    const [one, two] = [await render(made, kit), await render(structuredClone(made), kit)];
    expect(one.shed).not.toEqual([]);
    expect(two).toEqual(one);
  });

  test('loses the pictures of cards and lists first, from the end, and nothing of its lead', async () => {
    const made = editionOf([
      ['lead', 1],
      ['cards', 20],
      ['list', 40],
    ]);
    const { shed, html } = await render(made, kit);
    expect(kinds(shed)).toEqual(['picture']);
    const ids = made.sections.flatMap(({ articles }) => articles.map(({ id }) => id));
    expect(shed.map(({ articleId }) => articleId)).toEqual(ids.slice(-shed.length));
    expect(html).toContain('/p1.jpg');
  });

  test('follows the order its newsletter states', async () => {
    const sections = [['cards', 20] as const, ['list', 40] as const];
    const { shed } = await render(editionOf(sections, { shed: ['deks'] }), kit);
    expect(kinds(shed)).toEqual(['dek']);
    const articles = await render(editionOf(sections, { shed: ['articles', 'deks', 'pictures'] }), kit);
    expect(kinds(articles.shed)).toEqual(['article']);
  });

  test('counts the articles for which not even links have room', async () => {
    const made = editionOf([
      ['list', 350],
      ['brief', 350],
    ]);
    const rendered = await render(made, kit);
    expect(deliveredBytes(rendered)).toBeLessThanOrEqual(budgetBytes);
    const left = rendered.shed.filter(({ what }) => what === 'left-out');
    expect(left.length).toBeGreaterThan(10);
    const counted = [...rendered.html.matchAll(/>(\d+) more at The Example Ledger</g)].map(([, count]) =>
      Number(count),
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(left.length);
  });
});

describe('an article in full', () => {
  test('that alone is too long is never cut: it is linked whole, with the reason', async () => {
    const made = edition({
      template: 'story',
      sections: [
        { title: 'The story', layout: 'full', articles: [long(1, 300)] },
        { title: 'More', layout: 'list', articles: [articleNumber(2), articleNumber(3)] },
      ],
    });
    const { html, text, shed } = await render(made, kit);
    expect(shed).toEqual([{ what: 'body', section: 'The story', articleId: 'a1' }]);
    for (const part of [html, text]) {
      expect(part).not.toContain('Many words.');
      expect(part).toContain('This article is too long for an email.');
      expect(part).toContain('https://news.example.org/2026/11/23/a1');
      expect(part).toContain('Article 3');
    }
  });

  test('that fits stays whole, and the other articles make room', async () => {
    const made = edition({
      template: 'story',
      sections: [
        { title: 'The story', layout: 'full', articles: [long(1, 80)] },
        {
          title: 'More',
          layout: 'cards',
          articles: Array.from({ length: 60 }, (_, index) => articleNumber(index + 2)),
        },
      ],
    });
    const { html, shed } = await render(made, kit);
    expect(kinds(shed)).not.toContain('body');
    expect(html.split('Many words.')).toHaveLength(80 * 60 + 1);
  });

  test('without an address of its own cannot be linked: the edition is too heavy, and the check stops it', async () => {
    const sections = [{ title: 'The story', layout: 'full' as const, articles: [{ ...long(1, 300), url: null }] }];
    const made = edition({ template: 'story', sections });
    const rendered = await render(made, kit);
    expect(rendered.shed).toEqual([]);
    const findings = checkEdition(made, rendered, { ...made.publication, language: 'en' });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['weight']);
  });
});

describe('the search', () => {
  /** A rendering whose weight is the sum of what is left, each thing weighing what `weights` says. */
  const weighing = (made: Edition, [frame, body, picture, dek, link]: readonly number[]) => {
    const seen: Lightened[] = [];
    const convert = async (light: Lightened): Promise<number> => {
      seen.push(light);
      const whole = made.sections.reduce((sum, _, index) => {
        const { whole: kept = 0, linked = 0 } = light.sections[index] ?? {};
        return sum + kept * (body ?? 0) + linked * (link ?? 0);
      }, frame ?? 0);
      const articles = made.sections.flatMap(({ articles }) => articles).length;
      return whole + (articles - light.pictures.size) * (picture ?? 0) + (articles - light.deks.size) * (dek ?? 0);
    };
    return { convert, seen };
  };

  test('never renders more often than it may, whatever things weigh, and fits whenever shedding can', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom<Layout>('lead', 'cards', 'list', 'brief'), fc.integer({ min: 1, max: 90 })), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.tuple(
          fc.integer({ min: 1_000, max: 60_000 }),
          fc.integer({ min: 200, max: 5_000 }),
          fc.integer({ min: 0, max: 3_000 }),
          fc.integer({ min: 0, max: 1_000 }),
          fc.integer({ min: 10, max: 200 }),
        ),
        async (sections, weights) => {
          const made = editionOf(sections);
          const { convert, seen } = weighing(made, weights);
          const { result, lightened, shed, unshedBytes } = await fitBudget(made, convert, (bytes) => bytes);
          expect(seen.length).toBeLessThanOrEqual(mostRenders);
          for (const { whole } of lightened.sections) expect(whole).toBeGreaterThanOrEqual(1);
          if (unshedBytes === null) expect(shed).toEqual([]);
          else if (result > budgetBytes) {
            // Everything that can go is gone.
            expect(lightened.sections.every(({ whole, linked }) => whole === 1 && linked === 0)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('a template that shows no links of its own still sheds, and the articles are named', async () => {
  const templates = createMemoryTemplates({
    'templates/editions/brief.mjml':
      '<mjml><mj-body><mj-section><mj-column><mj-text>{% for section in sections %}{% for article in section.articles %}<p>{{ article.headline }} {{ article.dek }}</p>{% endfor %}{% endfor %}</mj-text></mj-column></mj-section></mj-body></mjml>',
    'templates/editions/brief.txt': 'x',
  });
  const made = editionOf([['list', 700]]);
  const rendered = await render(made, templates);
  expect(deliveredBytes(rendered)).toBeLessThanOrEqual(budgetBytes);
  const gone = rendered.shed.filter(({ what }) => what === 'left-out').map(({ articleId }) => articleId);
  const shown = made.sections[0]?.articles.filter(({ headline }) => rendered.html.includes(headline)) ?? [];
  expect(gone.length + shown.length).toBe(700);
});
