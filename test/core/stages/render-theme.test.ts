import { describe, expect, test } from '@jest/globals';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import { publicationSchema } from '../../../core/model/config.ts';
import { newsletterSchema } from '../../../core/model/newsletter.ts';
import { themeSchema, themeTokens } from '../../../core/model/theme.ts';
import { assemble } from '../../../core/stages/assemble.ts';
import { render } from '../../../core/stages/render.ts';
import { article, everyLayout, storyEdition } from './render-editions.ts';

const kit = createFolderTemplates('/nowhere');

describe('a theme in the config', () => {
  const theme = themeTokens(
    themeSchema.parse({
      colours: { ink: '#123456', accent: '#0a7f3f', paper: '#fdfdf0' },
      darkColours: { accent: '#7fe0a0' },
      type: { serif: "'Iowan Old Style', Georgia, serif", weight: 'normal', leading: 1.7 },
      spacing: { margin: 40 },
    }),
  );

  test.each(['brief', 'story', 'digest'])(
    'reaches every partial of %s, before the template’s own',
    async (template) => {
      const { html } = await render({ ...everyLayout(template), theme }, kit);
      const plain = await render(everyLayout(template), kit);
      expect(html).toContain('color:#123456');
      expect(html).toContain("'Iowan Old Style', Georgia, serif");
      expect(html).toContain('color:#0a7f3f;text-decoration:underline');
      expect(html).toMatch(/\.accent, \.link, \.more a \{ color:#7fe0a0/);
      expect(html).toContain('background-color:#fdfdf0');
      expect(html).toContain('line-height:1.7');
      // Everything that the template had in these places is gone.
      const accent = /class="accent" style="[^"]*;color:(#[0-9a-f]{6})/.exec(plain.html)?.[1] ?? 'none';
      expect(plain.html).toContain(accent);
      expect(html).not.toContain(accent);
    },
  );

  test('is the edition’s from the newsletter on, with the order of shedding and the kind of links', () => {
    const newsletter = newsletterSchema.parse({
      slug: 'world-brief',
      title: 'World Brief',
      from: 'World Brief <brief@news.example.org>',
      timeZone: 'UTC',
      template: 'brief',
      sections: [{ title: 'All' }],
      theme: { colours: { accent: '#0a7f3f' } },
      textLinks: 'numbered',
      shed: ['deks'],
    });
    const publication = publicationSchema.parse({
      name: 'The Example Ledger',
      url: 'https://news.example.org',
      postalAddress: '1 Example Way, Springfield',
    });
    const articles = [article({ headline: 'One' })];
    const made = assemble({ publication, newsletter, articles, at: '2026-11-23T12:00:00Z', history: [] });
    const { theme: tokens, textLinks, shed } = made.kind === 'edition' ? made.edition : storyEdition();
    expect({ tokens, textLinks, shed }).toEqual({
      tokens: { accent: '#0a7f3f' },
      textLinks: 'numbered',
      shed: ['deks'],
    });
  });

  test('makes columns and pictures as wide as its margin leaves room for', () => {
    expect(themeTokens({ spacing: { margin: 20 } })).toEqual({
      margin: '20px',
      gutter: '10px',
      measure: '560',
      half: '270',
    });
    expect(themeTokens({ spacing: { margin: 50 } })).toEqual({
      margin: '50px',
      gutter: '40px',
      measure: '500',
      half: '240',
    });
  });

  test('is refused where it is no colour, font or size, and says what was allowed', () => {
    const refused = (value: object) =>
      themeSchema
        .safeParse(value)
        .error?.issues.map(({ message }) => message)
        .join();
    expect(refused({ colours: { ink: 'red' } })).toMatch(/a colour is # and six hexadecimal digits/);
    expect(refused({ type: { serif: 'x;} body{display:none' } })).toMatch(/fonts are names/);
    expect(refused({ colours: { inc: '#000000' } })).toMatch(/inc/);
    expect(refused({ spacing: { margin: 4 } })).toMatch(/10/);
  });

  test('cannot leave the style it stands in, even where it was not checked', async () => {
    await expect(render({ ...everyLayout('brief'), theme: { ink: '"><script>' } }, kit)).rejects.toThrow(
      /no value of CSS/,
    );
  });
});

describe('links of the text part', () => {
  test('stand after their paragraph', async () => {
    const { text } = await render(storyEdition(), kit);
    expect(text).toContain('  Port Amaro <https://news.example.org/tide-clock?a=1&b=2>');
    expect(text).not.toMatch(/\[\d\]/);
  });

  test('or are numbered, and listed before the footer', async () => {
    const { text, html } = await render({ ...storyEdition(), textLinks: 'numbered' }, kit);
    expect(text.replace(/\s+/g, ' ')).toContain('the tide clock at Port Amaro [1] struck once');
    expect(text).toContain('Links\n-----\n[1] https://news.example.org/tide-clock?a=1&b=2\n');
    expect(text.indexOf('Links\n-----')).toBeLessThan(text.indexOf('Unsubscribe:'));
    expect(text).not.toContain('<https://');
    expect(html).not.toContain('[1]');
  });

  test('as the newsletter says', () => {
    expect(newsletterSchema.shape.textLinks.parse(undefined)).toBe('inline');
    expect(newsletterSchema.shape.textLinks.safeParse('footnotes').success).toBe(false);
  });
});
