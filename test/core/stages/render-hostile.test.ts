import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import type { Article } from '../../../core/model/article.ts';
import type { Edition } from '../../../core/model/edition.ts';
import { render } from '../../../core/stages/render.ts';
import { plainText } from '../../../core/text/sanitise.ts';
import { createMemoryTemplates } from '../../fakes/memory-template-source.ts';
import { article, edition } from './render-editions.ts';

const kit = createFolderTemplates('/nowhere');

const hostile = [
  '</mj-text><mj-raw><script>alert(1)</script></mj-raw><mj-text>',
  '</mj-title></mj-head></mjml><script>alert(1)</script>',
  '{{ recipient.email }} {% include "brief" %} {% raw %}',
  '"><script>alert(1)</script><a x="',
  "' onmouseover='alert(1)",
  '<!--[if mso]><script>alert(1)</script><![endif]-->',
  '--><script>alert(1)</script><!--',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<mj-include path="/etc/passwd" type="html" />',
  '&lt;script&gt; &amp;lt; &#60;script&#62;',
  '</title><script>alert(1)</script>',
  '$& $1 $` \\u003cscript\\u003e [[x]] *|NAME|*',
];

function editionOf(text: string, template: string): Edition {
  const one = article({
    id: 'hostile',
    headline: text,
    dek: text,
    kicker: text,
    byline: [text, text],
    dateline: text,
    distributor: text,
    tags: [text],
    section: { path: '/a', name: text },
    image: { url: 'https://news.example.org/a.jpg', alt: text, caption: text, credit: text, width: 100, height: 50 },
    body: [
      { type: 'paragraph', html: text },
      { type: 'heading', html: text },
      { type: 'list', items: [{ html: text }] },
      { type: 'quote', style: 'pull', paragraphs: [text], citation: text },
      { type: 'link', url: 'https://news.example.org/b', title: text, dek: text },
      { type: 'box', title: text, blocks: [{ type: 'correction', html: text }] },
      { type: 'table', header: [text], rows: [[text]], caption: text },
      { type: 'embed', url: 'https://news.example.org/c', title: text, provider: text },
    ],
    corrections: [{ text }],
  });
  const layouts = ['full', 'lead', 'cards', 'list', 'brief'] as const;
  return edition({ template, sections: layouts.map((layout) => ({ title: text, layout, articles: [one] })) });
}

describe('article text never becomes anything else', () => {
  const kitTemplates = ['brief', 'story', 'digest'];
  const tagsOf = (page: string) => page.match(/<[/a-z][\w-]*/gi)?.length;
  let calm: (number | undefined)[] = [];
  beforeAll(async () => {
    const pages = await Promise.all(kitTemplates.map((template) => render(editionOf('Nothing here', template), kit)));
    calm = pages.map(({ html }) => tagsOf(html));
  });

  test.each(hostile)('%s', async (text) => {
    for (const [index, template] of kitTemplates.entries()) {
      const { html, text: words, fields } = await render(editionOf(text, template), kit);
      expect(html).not.toMatch(/<script|<mj-|root:/i);
      expect(html.replace(/="[^"]*"/g, '')).not.toMatch(/<[a-z][^>]*onmouseover/i);
      expect(fields).toHaveLength(3); // the reader's links, and nothing that an article asked for
      expect(tagsOf(html)).toBe(calm[index]);
      expect(words).toContain(text.replace(/\s+/g, ' '));
    }
  });

  test('an address that is not http or https is no link and no picture', async () => {
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,<script>',
      'file:///etc/passwd',
      'https://u:p@a.example/',
    ]) {
      // As if it had come past the model.
      const bad: Article = { ...article({ headline: 'A' }), url, image: { ...image, url } };
      const made = {
        ...edition({ sections: [{ title: 'S', layout: 'lead', articles: [article({ headline: 'A' })] }] }),
      };
      const { html, text } = await render(
        { ...made, lead: bad, sections: [{ title: 'S', layout: 'lead', articles: [bad] }] },
        kit,
      );
      expect(html).not.toContain('<img');
      expect(html + text).not.toContain(url);
    }
  });

  test('quotes and brackets in an address stay inside it', async () => {
    const url = `https://news.example.org/a'b"c(d)<e>{{f}}?q='"()[]`;
    const made = edition({
      sections: [{ title: 'S', layout: 'lead', articles: [article({ headline: 'A', url, image: { ...image, url } })] }],
    });
    const { html } = await render(made, kit);
    const safe = 'https://news.example.org/a%27b%22c%28d%29%3Ce%3E%7B%7Bf%7D%7D?q=%27%22%28%29%5B%5D';
    expect(html).toContain(`href="${safe}"`);
    expect(html).toContain(`src="${safe}"`);
  });

  test('rich text is sanitised again', async () => {
    const html =
      '<a href="javascript:alert(1)" style="x" onclick="y">one</a> <script>two</script> <b class="z">three</b> <img src=x>';
    const made = edition({
      sections: [
        { title: 'S', layout: 'full', articles: [article({ headline: 'A', body: [{ type: 'paragraph', html }] })] },
      ],
    });
    const { html: page, text } = await render(made, kit);
    expect(page).toContain('one  <b>three</b>');
    expect(page).not.toMatch(/javascript:|onclick|two|class="z"/);
    expect(text).toContain('one three');
  });
});

const image = { url: 'https://news.example.org/a.jpg', alt: 'A', caption: null, credit: null, width: 100, height: 50 };

describe('article text is shown letter for letter', () => {
  const templates = createMemoryTemplates({
    'templates/editions/brief.mjml':
      '<mjml><mj-body><mj-section><mj-column><mj-text><p>\n  {{ lead.headline }}\n</p></mj-text><mj-text>{{ lead.body[0].html }}</mj-text></mj-column></mj-section></mj-body></mjml>',
    'templates/editions/brief.txt': '{{ lead.headline }}\n\n{{ lead.body[0].html }}',
  });

  test('whatever it is', async () => {
    const letters = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(letters, letters, async (headline, words) => {
        const said = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        fc.pre(plainText(said) !== '' && headline.trim() !== '');
        const one = article({ id: 'a', headline, body: [{ type: 'paragraph', html: said }] });
        const made = edition({ sections: [{ title: 'S', layout: 'full', articles: [one] }], subject: 'S' });
        const { html, text } = await render(made, templates);
        const shown = plainText(html.slice(html.indexOf('role="article"')).replace(/^[^>]*>/, ''));
        expect(shown).toContain(one.headline);
        expect(shown).toContain(plainText(said));
        expect(text).toContain(one.headline);
        expect(text).toContain(plainText(said));
      }),
      { numRuns: 30 },
    );
  });
});
