import { describe, expect, test } from '@jest/globals';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import { renderedEditionSchema } from '../../../core/model/rendered-edition.ts';
import { render } from '../../../core/stages/render.ts';
import { createMemoryTemplates } from '../../fakes/memory-template-source.ts';
import {
  arabicEdition,
  article,
  briefEdition,
  digestEdition,
  edition,
  everyLayout,
  storyEdition,
} from './render-editions.ts';

const kit = createFolderTemplates('/nowhere');
const kilobyte = 1024;

/** The words a reader sees of HTML: tags gone, entities read, white space folded. */
function wordsOf(html: string): string {
  return html
    .replace(/<\/?(?:a|b|em|i|span|strong)\b[^>]*>/g, '')
    .replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => {
      return { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }[name] ?? '';
    })
    .replace(/\s+/g, ' ');
}

const fold = (text: string) => text.replace(/\s+/g, ' ').trim();

describe('the document', () => {
  test('says its language, direction and title, and begins with the preheader', async () => {
    const { html } = await render(briefEdition(), kit);
    expect(html).toMatch(/^<!doctype html>\s*<html lang="en" dir="ltr"/);
    expect(html).toContain('<title>Harbour cities agree on a common sea wall after eleven years of talks</title>');
    expect(html).toMatch(/<body[^>]*><div style="display:none[^"]*">The accord commits nine ports[^<]*\u034f/);
  });

  test('from right to left: direction, alignment and columns are mirrored, for Outlook too', async () => {
    const { html } = await render(arabicEdition(), kit);
    expect(html).toMatch(/^<!doctype html>\s*<html lang="ar" dir="rtl"/);
    expect(html).toContain('role="article" lang="ar" dir="rtl"');
    const alignments = [...html.matchAll(/<div style="font-family[^"]*text-align:(\w+)/g)].map(([, side]) => side);
    expect(new Set(alignments)).toEqual(new Set(['right', 'center']));
    expect(html).not.toContain('direction:ltr');
    expect(html).toContain('<!--[if mso | IE]><table dir="rtl" role="presentation"');
    expect(html).not.toContain('letter-spacing:.');
  });

  test('an article in another language says so, and only such a one', async () => {
    const { html } = await render(arabicEdition(), kit);
    const english = html.match(/<h3[^>]*lang="en" dir="ltr"[^>]*>/g) ?? [];
    expect(english).toHaveLength(1);
    expect(html.match(/lang="en"/g)).toHaveLength(2); // its headline and its dek
  });

  test('what a template leaves out is put in', async () => {
    const templates = createMemoryTemplates({
      'templates/editions/bare.mjml': '<mjml><mj-body><mj-raw>x</mj-raw></mj-body></mjml>',
      'templates/editions/bare.txt': 'x',
    });
    const { html } = await render(edition({ ...arabicEdition(), template: 'bare' }), templates);
    expect(html).toContain('<html lang="ar" dir="rtl"');
    expect(html).toMatch(/<title>مدن الموانئ[^<]*<\/title>/);
    expect(html).toContain('role="article" lang="ar" dir="rtl"');
    expect(html).toMatch(/<div style="display:none[^"]*">يلزم/);
  });

  test('an empty preheader leaves the inbox line to the body', async () => {
    const sections = [{ title: 'A', layout: 'list' as const, articles: [article({ headline: 'No dek' })] }];
    const { html, preheader } = await render(edition({ sections }), kit);
    expect(preheader).toBe('');
    expect(html).not.toContain('\u034f');
  });

  test('subject and preheader are one line of plain text', async () => {
    const lead = article({ headline: `Fish & "chips" <now>`, dek: "it's" });
    const made = edition({
      sections: [{ title: 'A', layout: 'lead', articles: [lead] }],
      subject: '{{ lead.headline }}\r\n  and more',
      preheader: '{{ subject }} – {{ lead.dek }}',
    });
    const { subject, preheader, html } = await render(made, kit);
    expect(subject).toBe('Fish & "chips" <now> and more');
    expect(preheader).toBe('Fish & "chips" <now> and more – it\'s');
    expect(html).toContain('<title>Fish &amp; &quot;chips&quot; &lt;now&gt; and more</title>');
  });

  test('nothing is fetched but the pictures', async () => {
    for (const made of [briefEdition(), storyEdition(), digestEdition()]) {
      const { html } = await render(made, kit);
      expect(html).not.toMatch(/<link|@import|<script|url\(/);
    }
  });
});

describe('what the reader is given', () => {
  test('every layout in every template, in both directions', async () => {
    for (const template of ['brief', 'story', 'digest']) {
      for (const made of [everyLayout(template), arabicEdition(template)]) {
        const rendered = await render(made, kit);
        expect(renderedEditionSchema.safeParse(rendered).success).toBe(true);
        for (const { headline } of made.sections.flatMap((section) => section.articles)) {
          expect(wordsOf(rendered.html)).toContain(headline);
          expect(rendered.text).toContain(headline);
        }
        for (const { title } of made.sections) {
          expect(wordsOf(rendered.html)).toContain(title);
        }
      }
    }
  });

  test('an article in full: every block in both parts, letter for letter', async () => {
    for (const template of ['brief', 'story', 'digest']) {
      const { html, text } = await render({ ...storyEdition(), template }, kit);
      for (const words of [
        'At four in the morning the tide clock at Port Amaro struck once, which it does when the sea stands exactly at the sill. Nobody was there to hear it but Teodora Lind, who winds it.',
        '“It is never wrong,” she said, “it is only early.”',
        'A clock that reads water',
        'What you need to know',
        'ninety centimetres by 2029;',
        'We found an error of nine millimetres in a year.',
        'Report of the Harbour Survey, 1998',
        'Tides above the sill',
        '9 January 1905',
        'Nine ports, one design and a single date.',
        'The clock strikes: forty seconds from the tower',
        'An earlier version gave the height of 1953 as 4.78 metres.',
        'The keeper’s first name was misspelt in the caption of a picture.',
        'Teodora Lind in the tower above the fish market.',
      ]) {
        expect({ template, html: fold(wordsOf(html)).includes(words) }).toEqual({ template, html: true });
        expect({ template, words, text: fold(text).includes(words) }).toEqual({ template, words, text: true });
      }
      expect(text).toContain('https://news.example.org/tide-clock?a=1&b=2');
      expect(html).toContain('href="https://news.example.org/tide-clock?a=1&amp;b=2"');
    }
  });

  test('articles with nothing but a headline', async () => {
    const bare = article({ headline: 'Only this', url: null });
    for (const template of ['brief', 'story', 'digest']) {
      const layouts = ['lead', 'cards', 'list', 'brief', 'full'] as const;
      const made = edition({
        template,
        sections: layouts.map((layout) => ({ title: layout, layout, articles: [bare] })),
      });
      const { html, text } = await render(made, kit);
      expect(html.match(/Only this/g)?.length).toBeGreaterThanOrEqual(5);
      expect(html).not.toMatch(/>\s*null|undefined|NaN/);
      expect(text).not.toMatch(/null|undefined|NaN/);
      expect(html).not.toMatch(/<a[^>]*>Only this/);
    }
  });

  test('headings go down one step at a time', async () => {
    for (const made of [briefEdition(), storyEdition(), digestEdition(), everyLayout('brief'), everyLayout('story')]) {
      const { html } = await render(made, kit);
      const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
      expect(levels[0]).toBe(1);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    }
  });

  test('pictures have alt text, width and height, and layout tables say they are no tables of data', async () => {
    const { html } = await render(everyLayout('brief'), kit);
    for (const [image] of html.matchAll(/<img[^>]*>/g)) {
      expect(image).toMatch(/ alt="[^"]*"/);
      expect(image).toMatch(/ width="\d+" height="\d+"/);
    }
    const tables = [...html.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<table[^>]*>/g)];
    expect(tables.filter(([table]) => !table.includes('role="presentation"'))).toHaveLength(1);
  });

  test('a decorative picture is no link', async () => {
    const image = { url: 'https://news.example.org/a.jpg', alt: '', width: 800, height: 400 };
    const made = edition({ sections: [{ title: 'A', layout: 'lead', articles: [article({ headline: 'B', image })] }] });
    const { html } = await render(made, kit);
    expect(html).toContain('alt=""');
    expect(html).not.toMatch(/<a[^>]*><img/);
  });

  test('dates and the kit’s own words are in the edition’s language and time zone', async () => {
    const german = edition({
      ...briefEdition(),
      language: 'de',
      at: '2026-11-23T23:30:00Z',
      timeZone: 'Europe/Berlin',
    });
    const { html, text } = await render(german, kit);
    for (const part of [html, text]) {
      expect(part).toContain('Dienstag, 24. November 2026');
      expect(part).toContain('Abbestellen');
      expect(part).toContain('Von Nadia Okafor und Luis Brandt');
    }
  });
});

describe('the text part', () => {
  test('is wrapped, without markup and without space at the ends of lines', async () => {
    const { text } = await render(storyEdition(), kit);
    expect(text).not.toMatch(/<(?!https?:)[a-z/]|&[a-z#0-9]+;|[ \t]$/m);
    const long = text.split('\n').filter((line) => line.length > 72 && !/https?:|^\* /.test(line));
    expect(long).toEqual([]);
    expect(text).not.toMatch(/\n{3}/);
  });

  test('falls back to the kit’s own for a template that has none', async () => {
    const templates = {
      edition: async (name: string, part: 'mjml' | 'txt') =>
        part === 'txt' ? null : { path: `${name}.mjml`, source: '<mjml><mj-body><mj-raw>x</mj-raw></mj-body></mjml>' },
      partial: kit.partial,
    };
    const { text } = await render({ ...briefEdition(), template: 'mail/own.mjml' }, templates);
    expect(text).toContain('World Brief');
    expect(text).toContain('Flood gates hold');
  });
});

describe('the same again', () => {
  test('the same edition and templates are the same bytes', async () => {
    const [one, two] = await Promise.all([render(briefEdition(), kit), render(briefEdition(), kit)]);
    expect(two).toEqual(one);
  });

  test('a part that MJML names by chance is named the same', async () => {
    const templates = createMemoryTemplates({
      'templates/editions/brief.mjml':
        '<mjml><mj-body><mj-section><mj-column><mj-carousel><mj-carousel-image src="https://a.example.org/a.jpg" /></mj-carousel><mj-navbar hamburger="hamburger"><mj-navbar-link href="https://a.example.org/">id="0123456789abcdef"</mj-navbar-link></mj-navbar></mj-column></mj-section></mj-body></mjml>',
      'templates/editions/brief.txt': 'x',
    });
    const one = await render(briefEdition(), templates);
    const two = await render(briefEdition(), templates);
    expect(two.html).toBe(one.html);
    expect(one.html).toContain('id="0123456789abcdef"');
  });

  test('the revision changes with the edition, the template and each partial, and with nothing else', async () => {
    const files = {
      'templates/editions/brief.mjml': '<mjml><mj-body>{% render "a" %}</mj-body></mjml>',
      'templates/editions/brief.txt': '{% render "a" %}',
      'templates/partials/a.mjml': '<mj-raw>a</mj-raw>',
      'templates/partials/a.txt': 'a',
      'templates/partials/unused.mjml': 'b',
    };
    const made = briefEdition();
    const revisionOf = async (change: Record<string, string>, of = made) =>
      (await render(of, createMemoryTemplates({ ...files, ...change }))).revision;
    const revision = await revisionOf({});
    expect(revision).toMatch(/^[0-9a-f]{64}$/);
    expect(await revisionOf({ 'templates/partials/unused.mjml': 'c' })).toBe(revision);
    const others = await Promise.all([
      revisionOf({ 'templates/partials/a.mjml': '<mj-raw>b</mj-raw>' }),
      revisionOf({ 'templates/partials/a.txt': 'b' }),
      revisionOf({ 'templates/editions/brief.txt': '{% render "a" %}!' }),
      revisionOf({}, { ...made, subject: 'Other' }),
    ]);
    expect(new Set([revision, ...others]).size).toBe(5);
  });
});

test('a morning of twelve articles is far below what Gmail clips', async () => {
  const { html } = await render(briefEdition(), kit);
  expect(Buffer.byteLength(html)).toBeLessThan(40 * kilobyte);
});

describe('corrections', () => {
  test('that stand in the body and beside it are shown once', async () => {
    const text = 'An earlier version gave the year as 1952.';
    const corrected = article({
      headline: 'Corrected',
      body: [
        { type: 'paragraph', html: 'The flood of 1953.' },
        { type: 'correction', html: 'An earlier version <em>gave</em> the year as 1952.' },
      ],
      corrections: [{ text }, { text: 'Another was wrong too.' }],
    });
    const made = edition({ sections: [{ title: 'A', layout: 'full', articles: [corrected] }] });
    const rendered = await render(made, kit);
    expect(wordsOf(rendered.html).split(text)).toHaveLength(2);
    expect(rendered.text.replace(/\s+/g, ' ').split(text)).toHaveLength(2);
    expect(rendered.text).toContain('Another was wrong too.');
  });
});
