import { createFolderTemplates } from '../../adapters/local/folder-templates.ts';
import type { Article } from '../../core/model/article.ts';
import type { Publication } from '../../core/model/config.ts';
import type { Edition } from '../../core/model/edition.ts';
import type { Layout } from '../../core/model/layout.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import { assemble } from '../../core/stages/assemble.ts';
import { composeSingle } from '../../core/stages/compose-single.ts';
import { render } from '../../core/stages/render.ts';
import { createTokens } from '../../core/text/token.ts';
import { article, edition } from '../core/stages/render-editions.ts';
import { gathered, sampleAt, sampleConfig } from '../examples/sample.ts';

/** An edition to be measured, as it is rendered and as one reader gets it. */
export interface MeasuredEdition {
  name: string;
  edition: Edition;
  rendered: RenderedEdition;
  publication: Publication;
  /** The message, as bytes. */
  message: Uint8Array;
}

const kit = createFolderTemplates('/nowhere');

/** The sample's newsletters on the sample's day. */
export async function sampleEditions(): Promise<MeasuredEdition[]> {
  const { articles } = await gathered('articles');
  return Promise.all(
    sampleConfig.newsletters.map(async (newsletter) => {
      const { publication } = sampleConfig;
      const made = assemble({ publication, newsletter, articles, at: sampleAt, history: [] });
      if (made.kind !== 'edition') throw new Error(`${newsletter.slug} is below its minimum`);
      return measured(newsletter.slug, made.edition, newsletter);
    }),
  );
}

/** Invented editions of 5, 20 and 60 articles: the same ones for the same seed. */
export async function generatedEditions(seed = 20_261_123): Promise<MeasuredEdition[]> {
  const plans: readonly (readonly [count: number, template: string, layouts: readonly Layout[]])[] = [
    [5, 'story', ['full', 'list']],
    [20, 'brief', ['lead', 'cards', 'list', 'brief']],
    [60, 'digest', ['lead', 'list', 'cards', 'list', 'brief', 'full']],
  ];
  const [newsletter] = sampleConfig.newsletters;
  if (newsletter === undefined) throw new Error('the sample has newsletters');
  return Promise.all(
    plans.map(([count, template, layouts]) => {
      const made = generatedEdition(count, template, layouts, chance(seed + count));
      return measured(`generated-${count}`, made, { ...newsletter, slug: `generated-${count}` });
    }),
  );
}

async function measured(name: string, made: Edition, newsletter: Newsletter): Promise<MeasuredEdition> {
  const { publication } = sampleConfig;
  const rendered = await render(made, kit);
  const { message } = composeSingle(
    { publication, newsletter, rendered, tokens, at: Date.parse(made.at) },
    { id: 'reader', email: 'reader@example.com', attributes: { first_name: 'Zoë' } },
  );
  return { name, edition: made, rendered, publication, message: message.bytes() };
}

const tokens = createTokens([{ id: 'quality', secret: new Uint8Array(32).fill(7) }]);

function generatedEdition(count: number, template: string, layouts: readonly Layout[], random: Chance): Edition {
  const articles = Array.from({ length: count }, (_, index) => generatedArticle(index, random));
  // One of the first, and a share of the rest for every other section; one article whole.
  const single = (layout: Layout) => layout === 'lead' || layout === 'full';
  const shared = layouts.filter((layout) => !single(layout)).length;
  const per = Math.ceil((count - (layouts.length - shared)) / shared);
  const sections = layouts.map((layout, index) => ({
    title: sectionTitles[index % sectionTitles.length] ?? 'News',
    layout,
    articles: articles.splice(0, single(layout) ? 1 : per),
  }));
  return edition({
    id: `generated-${count}/2026-11-23`,
    newsletter: { slug: `generated-${count}`, title: 'The Harbour Post', description: null },
    publication: {
      name: sampleConfig.publication.name,
      url: sampleConfig.publication.url,
      postalAddress: sampleConfig.publication.postalAddress,
    },
    template,
    sections: sections.filter((section) => section.articles.length > 0),
  });
}

function generatedArticle(index: number, random: Chance): Article {
  const headline = sentence(random, 6, 12);
  const size = random.pick([
    { width: 1200, height: 675 },
    { width: 640, height: 640 },
    { width: 90, height: 120 },
    { width: null, height: null },
  ]);
  return article({
    id: `generated-${index}`,
    headline,
    dek: random.next() < 0.85 ? `${sentence(random, 10, 22)}.` : null,
    kicker: random.next() < 0.5 ? random.pick(sectionTitles) : null,
    byline: Array.from({ length: Math.floor(random.next() * 3) }, () => random.pick(names)),
    dateline: random.next() < 0.3 ? 'Port Amaro' : null,
    image:
      random.next() < 0.7
        ? {
            url: `https://news.example.org/pictures/generated-${index}.jpg`,
            alt: random.next() < 0.8 ? sentence(random, 4, 9) : '',
            caption: random.next() < 0.5 ? `${sentence(random, 6, 12)}.` : null,
            credit: random.next() < 0.5 ? random.pick(names) : null,
            ...size,
          }
        : null,
    body: [
      ...Array.from({ length: 3 + Math.floor(random.next() * 9) }, () => ({
        type: 'paragraph' as const,
        html: Array.from({ length: 3 }, () => `${sentence(random, 8, 24)}.`).join(' '),
      })),
      { type: 'heading', level: 2, html: sentence(random, 2, 5) },
      { type: 'list', items: [{ html: sentence(random, 4, 8) }, { html: sentence(random, 4, 8) }] },
      { type: 'quote', style: 'pull', paragraphs: [sentence(random, 6, 10)], citation: random.pick(names) },
      { type: 'box', title: 'What you need to know', blocks: [{ type: 'paragraph', html: sentence(random, 9, 16) }] },
      { type: 'table', header: ['Port', 'Ships'], rows: [['Amaro', '12'], ['North'], ['Sill', '4']] },
    ],
  });
}

interface Chance {
  /** From 0 to less than 1. */
  next(): number;
  pick<T>(values: readonly T[]): T;
}

/** Mulberry32: small, and the same everywhere. */
function chance(seed: number): Chance {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    pick: (values) => {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
  };
}

function sentence(random: Chance, least: number, most: number): string {
  const length = least + Math.floor(random.next() * (most - least + 1));
  const parts = Array.from({ length }, (_, index) => random.pick(words[index % words.length] ?? ['now']));
  const text = parts.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const sectionTitles = ['World', 'Harbour & coast', 'Business', 'Science', 'Culture', 'Sport'];
const names = ['Nadia Okafor', 'Luis Brandt', 'Amara Silva', 'Jonas Teal', 'Ines Valverde', 'Søren Østergård'];
const words: readonly (readonly string[])[] = [
  ['the', 'a new', 'another', 'one old', 'the last', 'every second'],
  ['harbour', 'school', 'ferry', 'court', 'night train', 'glassworks', 'council', 'orchestra'],
  ['opens', 'keeps', 'mends', 'leaves', 'measures', 'finds', 'rebuilds', 'forgets'],
  ['its', 'two', 'the', 'no', 'three more', 'half the'],
  ['bridges', 'timetables', 'windows', 'boats', 'promises', 'records', 'gardens', 'minutes'],
  ['before', 'after', 'without', 'against', 'beside', 'in spite of'],
  ['the', 'a long', 'another', 'the coldest', 'a quiet'],
  ['winter', 'vote', 'Sunday', 'flood', 'strike', 'festival', 'anniversary'],
  ['and', 'while', 'as', 'because', 'though'],
  ['engineers', 'pupils', 'neighbours', 'ministers', 'fishermen', 'readers'],
  ['wait for', 'argue over', 'celebrate', 'ask about', 'pay for'],
  ['spring tides', 'an answer', 'the accounts', 'higher walls', 'better maps', 'a second key'],
];
