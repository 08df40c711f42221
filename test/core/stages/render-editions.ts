import { type Article, type ArticleInput, articleSchema } from '../../../core/model/article.ts';
import { type Edition, editionSchema } from '../../../core/model/edition.ts';

/** Editions to render: invented, small, and using every layout and block. */

const picture = (name: string, width: number, height: number, more: object = {}) => ({
  url: `https://news.example.org/pictures/${name}.jpg`,
  alt: `The ${name.replaceAll('-', ' ')}`,
  width,
  height,
  ...more,
});

export function article(input: Partial<ArticleInput> & { headline: string }): Article {
  const id = input.id ?? input.headline.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return articleSchema.parse({
    url: `https://news.example.org/2026/11/23/${encodeURIComponent(id)}`,
    publishedAt: '2026-11-23T09:30:00Z',
    source: { format: 'json', reference: 'test' },
    ...input,
    id,
  });
}

export function edition(input: Partial<Edition> & Pick<Edition, 'sections'>): Edition {
  const lead = input.sections[0]?.articles[0];
  if (lead === undefined) throw new Error('an edition has an article');
  return editionSchema.parse({
    id: 'world-brief/2026-11-23',
    newsletter: { slug: 'world-brief', title: 'World Brief', description: null },
    publication: {
      name: 'The Example Ledger',
      url: 'https://news.example.org',
      postalAddress: '1 Example Way, Springfield',
    },
    at: '2026-11-23T12:00:00.000Z',
    on: '2026-11-23',
    timeZone: 'America/New_York',
    language: 'en',
    direction: 'ltr',
    template: 'brief',
    subject: '{{ lead.headline }}',
    preheader: '{{ lead.dek }}',
    lead,
    ...input,
  });
}

const harbour = article({
  headline: 'Harbour cities agree on a common sea wall after eleven years of talks',
  dek: 'The accord commits nine ports to one design, one budget and a single date: the spring tides of 2031.',
  kicker: 'Coasts',
  byline: ['Nadia Okafor', 'Luis Brandt'],
  dateline: 'Port Amaro',
  section: { path: '/world', name: 'World' },
  image: picture('harbour-at-dawn', 1200, 675, {
    caption: 'Workers on the old breakwater at Port Amaro on Sunday.',
    credit: 'Ines Valverde',
  }),
  body: [
    { type: 'paragraph', html: 'After eleven years the nine mayors signed on a folding table.' },
    { type: 'paragraph', html: 'The wall will be <em>one</em> wall, they said.' },
  ],
});

const cards = [
  article({
    headline: 'Night trains return to the mountain line',
    dek: 'Sleeper cars run again on Fridays, with a breakfast that conductors cook themselves.',
    kicker: 'Rail',
    image: picture('night-train', 800, 450),
  }),
  article({
    headline: 'A school brings a language back from eleven speakers',
    dek: 'Pupils now write the dictionary that their grandparents never had.',
    kicker: 'Education',
    image: picture('school-yard', 800, 450),
  }),
  article({
    headline: 'Ferries go electric on the shortest crossing in the north',
    dek: 'The first of six boats charges in the four minutes it takes to load.',
    kicker: 'Transport',
    image: picture('electric-ferry', 800, 450),
  }),
  article({
    headline: 'Peat comes back to the drained moor, and so do the cranes',
    dek: 'A decade of blocked ditches has raised the water by forty centimetres.',
    kicker: 'Environment',
    image: picture('peat-moor', 800, 450),
  }),
];

const rows = [
  article({
    headline: 'Central bank holds its rate and says little',
    dek: 'Markets had expected a quarter point; they were given four paragraphs.',
    image: picture('bank', 600, 600),
  }),
  article({
    headline: 'Court ends midnight rotas for junior doctors',
    dek: 'Hospitals have until June to write new timetables.',
  }),
  article({
    headline: 'Glassmakers show a pane that heals its own scratches',
    dek: 'It works at room temperature, slowly, and so far only in the laboratory.',
    image: picture('glass', 600, 600),
  }),
  article({ headline: 'Bench petition reaches ten thousand names', dek: null }),
];

const notes = [
  article({
    headline: 'Flood gates hold',
    dek: 'The highest tide since 1987 stopped eleven centimetres short of the sill.',
  }),
  article({ headline: 'School meals tax', dek: 'The vote is on Thursday; both sides claim a majority of two.' }),
  article({ headline: 'Chess upset', dek: 'A qualifier ranked 212th drew with black and leads the open.' }),
];

/** A morning briefing of twelve articles. */
export function briefEdition(): Edition {
  return edition({
    sections: [
      { title: 'The lead', layout: 'lead', articles: [harbour] },
      { title: 'Also today', layout: 'cards', articles: cards },
      { title: 'Business', layout: 'list', articles: rows },
      { title: 'In brief', layout: 'brief', articles: notes },
    ],
  });
}

const everyBlock: ArticleInput['body'] = [
  {
    type: 'paragraph',
    html: 'At four in the morning the tide clock at <a href="https://news.example.org/tide-clock?a=1&amp;b=2">Port Amaro</a> struck once, which it does when the sea stands exactly at the sill. Nobody was there to hear it but <strong>Teodora Lind</strong>, who winds it.',
  },
  {
    type: 'paragraph',
    html: 'She has wound it for thirty-one years, on a ladder, with a key the length of her forearm. “It is never wrong,” she said, “it is only <em>early</em>.”',
  },
  { type: 'heading', level: 2, html: 'A clock that reads water' },
  {
    type: 'paragraph',
    html: 'The clock has no escapement. A float in a well below the square rises and falls with the harbour, and a chain carries its height to a dial of twelve <i>hands</i>, an old measure of about ten centimetres.',
  },
  {
    type: 'image',
    image: picture('tide-clock', 1200, 800, {
      caption: 'The dial has no numbers above eleven: the twelfth hand was cut in 1953, after the flood.',
      credit: 'Jonas Teal',
    }),
  },
  {
    type: 'box',
    title: 'What you need to know',
    blocks: [
      {
        type: 'list',
        ordered: false,
        items: [
          { html: 'The sill stands 4.2 metres above the chart datum.' },
          { html: 'It has been passed <b>four times</b> since 1900.' },
          {
            html: 'The new wall would add:',
            list: {
              type: 'list',
              ordered: true,
              items: [{ html: 'ninety centimetres by 2029;' }, { html: 'sixty more by 2031.' }],
            },
          },
        ],
      },
    ],
  },
  {
    type: 'quote',
    style: 'pull',
    paragraphs: ['It is never wrong. It is only early.'],
    citation: 'Teodora Lind, keeper of the clock',
  },
  {
    type: 'paragraph',
    html: 'Engineers who came to replace it in 1998 measured it against a satellite and went home.',
  },
  {
    type: 'quote',
    style: 'block',
    paragraphs: ['We found an error of nine millimetres in a year.', 'Eight of them were ours.'],
    citation: 'Report of the Harbour Survey, 1998',
  },
  { type: 'heading', level: 3, html: 'The four floods' },
  {
    type: 'table',
    caption: 'Tides above the sill',
    header: ['Date', 'Height', 'Wind'],
    rows: [
      ['9 January 1905', '4.31 m', 'NW 9'],
      ['31 January 1953', '4.88 m', 'NW 10'],
      ['16 October 1987', '4.40 m', 'W 8'],
      ['23 November 2026', '4.21 m'],
    ],
  },
  {
    type: 'link',
    url: 'https://news.example.org/2026/11/23/sea-wall',
    title: 'Harbour cities agree on a common sea wall',
    dek: 'Nine ports, one design and a single date.',
    image: picture('harbour-at-dawn', 1200, 675),
  },
  { type: 'divider' },
  {
    type: 'paragraph',
    html: 'On Sunday she oiled the chain. The forecast said north-west, six, perhaps seven by night.',
  },
  {
    type: 'embed',
    url: 'https://video.example.org/watch?v=tide',
    title: 'The clock strikes: forty seconds from the tower',
    provider: 'Ledger Video',
  },
  {
    type: 'correction',
    html: 'An earlier version gave the height of 1953 as 4.78 metres.',
    at: '2026-11-22T18:00:00Z',
  },
];

const clock = article({
  headline: 'The woman who winds the sea',
  dek: 'For thirty-one years Teodora Lind has kept a clock that tells no time, only the height of the water.',
  kicker: 'The long read',
  byline: ['Amara Silva'],
  dateline: 'Port Amaro',
  publishedAt: '2026-11-22T06:00:00Z',
  updatedAt: '2026-11-22T18:00:00Z',
  image: picture('keeper-of-the-clock', 1400, 900, {
    caption: 'Teodora Lind in the tower above the fish market.',
    credit: 'Jonas Teal',
  }),
  body: everyBlock,
  corrections: [
    { text: 'The keeper’s first name was misspelt in the caption of a picture.', at: '2026-11-22T20:00:00Z' },
  ],
});

/** One article whole, with every kind of block. */
export function storyEdition(): Edition {
  return edition({
    id: 'sunday-story/2026-11-22',
    newsletter: { slug: 'sunday-story', title: 'The Sunday Story', description: null },
    at: '2026-11-22T11:00:00.000Z',
    on: '2026-11-22',
    template: 'story',
    sections: [
      { title: 'This week’s story', layout: 'full', articles: [clock] },
      { title: 'More to read', layout: 'list', articles: rows.slice(0, 3) },
    ],
  });
}

/** A weekly long list by section. */
export function digestEdition(): Edition {
  return edition({
    id: 'the-week/2026-11-21',
    at: '2026-11-21T12:00:00.000Z',
    on: '2026-11-21',
    newsletter: { slug: 'the-week', title: 'The Week', description: 'Everything that mattered, by section.' },
    template: 'digest',
    subject: 'The Week: {{ lead.headline }}',
    sections: [
      { title: 'World', layout: 'lead', articles: [harbour] },
      { title: 'Business', layout: 'list', articles: rows },
      { title: 'Science & nature', layout: 'list', articles: [...cards].reverse() },
      { title: 'Elsewhere', layout: 'brief', articles: notes },
    ],
  });
}

/** Every layout, in any template. */
export function everyLayout(template: string): Edition {
  return edition({
    template,
    sections: [
      { title: 'The lead', layout: 'lead', articles: [harbour, ...rows.slice(1, 3)] },
      { title: 'Cards', layout: 'cards', articles: cards.slice(0, 3) },
      { title: 'A list', layout: 'list', articles: rows },
      { title: 'In brief', layout: 'brief', articles: notes },
      { title: 'In full', layout: 'full', articles: [clock] },
    ],
  });
}

const arabicLead = article({
  headline: 'مدن الموانئ تتفق على جدار بحري واحد بعد أحد عشر عامًا من المحادثات',
  dek: 'يلزم الاتفاق تسعة موانئ بتصميم واحد وميزانية واحدة وموعد واحد: مدّ ربيع ٢٠٣١.',
  kicker: 'السواحل',
  byline: ['نادية عكاشة', 'لؤي برهان'],
  dateline: 'ميناء أمارو',
  image: picture('harbour-at-dawn', 1200, 675, {
    alt: 'رافعات الميناء عند الفجر',
    caption: 'عمال على كاسر الأمواج القديم يوم الأحد.',
    credit: 'إيناس فالفيردي',
  }),
});

const arabicRows = [
  article({
    headline: 'عودة قطار الليل إلى خط الجبل',
    dek: 'تعود عربات النوم أيام الجمعة مع فطور يعدّه المحصّلون بأنفسهم.',
    image: picture('night-train', 800, 450, { alt: 'قطار الليل' }),
  }),
  article({
    headline: 'مدرسة تعيد لغة من أحد عشر متحدثًا',
    dek: 'التلاميذ يكتبون القاموس الذي لم يكن لأجدادهم.',
    image: picture('school-yard', 800, 450, { alt: 'ساحة المدرسة' }),
  }),
  article({
    headline: 'The Example Ledger wins a prize for maps',
    dek: 'The jury praised “clarity at low tide”.',
    language: 'en',
  }),
];

/** A newsletter from right to left, with one article in another language. */
export function arabicEdition(template = 'brief'): Edition {
  return edition({
    id: 'mawjaz/2026-11-23',
    newsletter: { slug: 'mawjaz', title: 'موجز الصباح', description: null },
    publication: { name: 'صحيفة المثال', url: 'https://news.example.org', postalAddress: 'شارع المثال ١، سبرنغفيلد' },
    timeZone: 'Asia/Beirut',
    language: 'ar',
    direction: 'rtl',
    template,
    sections: [
      { title: 'الخبر الأول', layout: 'lead', articles: [arabicLead] },
      { title: 'أيضًا اليوم', layout: 'cards', articles: arabicRows.slice(0, 2) },
      { title: 'القائمة', layout: 'list', articles: arabicRows },
      { title: 'باختصار', layout: 'brief', articles: arabicRows.slice(0, 2) },
    ],
  });
}
