import type { Block } from '../core/model/block.ts';
import { type Edition, editionSchema } from '../core/model/edition.ts';
import { layouts } from '../core/model/layout.ts';

const publishedAt = '2026-03-02T09:30:00.000Z';
const picture = {
  url: 'https://news.example.org/pictures/harbour.jpg',
  alt: 'The harbour at dawn',
  caption: 'The harbour at dawn.',
  credit: 'The Example Ledger',
  width: 1200,
  height: 800,
};

/** Every kind of block there is. */
const everyBlock: Block[] = [
  {
    type: 'paragraph',
    html: 'A paragraph with <strong>strong</strong> words and a <a href="https://news.example.org/">link</a>.',
  },
  { type: 'heading', level: 2, html: 'A heading' },
  {
    type: 'list',
    ordered: true,
    items: [{ html: 'First', list: { type: 'list', ordered: false, items: [{ html: 'Below it', list: null }] } }],
  },
  { type: 'quote', style: 'block', paragraphs: ['A quotation.'], citation: 'A harbour master' },
  { type: 'quote', style: 'pull', paragraphs: ['A line pulled out.'], citation: null },
  { type: 'link', url: 'https://news.example.org/also', title: 'Read also', dek: 'Its dek', image: null },
  { type: 'box', title: 'What you need to know', blocks: [{ type: 'paragraph', html: 'In a box.' }] },
  { type: 'image', image: picture },
  { type: 'table', header: ['Port', 'Ships'], rows: [['North', '12'], ['South']], caption: 'Ships in port' },
  { type: 'divider' },
  { type: 'correction', html: 'An earlier version gave another number.', at: publishedAt },
  { type: 'embed', url: 'https://video.example.org/1', title: 'The opening, on video', provider: 'Video', image: null },
];

function sampleArticle(id: string, full: boolean): Record<string, unknown> {
  const bare = { id, headline: `Harbour opens: ${id}`, publishedAt, source: { format: 'json', reference: 'sample' } };
  if (!full) return bare;
  return {
    ...bare,
    url: `https://news.example.org/${id}`,
    dek: 'Ships are in again.',
    kicker: 'Trade',
    byline: ['Ann Example', 'Bo Example'],
    dateline: 'SPRINGFIELD',
    updatedAt: publishedAt,
    section: { path: '/world/trade', name: 'Trade' },
    tags: ['world'],
    image: picture,
    body: everyBlock,
    corrections: [{ text: 'The date was wrong.', at: publishedAt }],
    distributor: 'Example Wire',
  };
}

/** An edition that uses every layout, every block, and articles with everything and with next to nothing. */
export function sampleEdition(template: string): Edition {
  const sections = layouts.map((layout) => ({
    title: `A section as ${layout}`,
    layout,
    articles: [sampleArticle(`${layout}-full`, true), sampleArticle(`${layout}-bare`, false)],
  }));
  return editionSchema.parse({
    id: 'sample/2026-03-02',
    newsletter: { slug: 'sample', title: 'Sample', description: null },
    publication: {
      name: 'The Example Ledger',
      url: 'https://news.example.org/',
      postalAddress: '1 Example Way, Springfield',
    },
    at: '2026-03-02T12:00:00Z',
    on: '2026-03-02',
    timeZone: 'America/New_York',
    language: 'en',
    direction: 'ltr',
    template,
    subject: '{{ lead.headline }}',
    preheader: '{{ lead.dek }}',
    lead: sampleArticle('lead-full', true),
    sections,
  });
}
