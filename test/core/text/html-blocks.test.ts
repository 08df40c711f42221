import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { blockSchema } from '../../../core/model/block.ts';
import { htmlToBlocks } from '../../../core/text/html-blocks.ts';

const baseUrl = 'https://news.example.org/world/story';
const blocks = (html: string) => htmlToBlocks(html, { baseUrl }).blocks;
const paragraph = (html: string) => ({ type: 'paragraph', html });

describe('htmlToBlocks', () => {
  test('parts text into paragraphs and headings', () => {
    expect(blocks('loose<h2>Two <em>x</em></h2><p>a\n b</p>tail')).toEqual([
      paragraph('loose'),
      { type: 'heading', level: 2, html: 'Two <em>x</em>' },
      paragraph('a b'),
      paragraph('tail'),
    ]);
  });

  test('parts a paragraph where two line breaks stand together, and keeps one', () => {
    expect(blocks('<p>a<br>b<br> <br>c<br></p>')).toEqual([paragraph('a<br>b'), paragraph('c')]);
  });

  test('carries a link or a bold face that spans blocks into each of them', () => {
    expect(blocks('<a href="/k"><h3>T</h3><p>d</p></a>')).toEqual([
      { type: 'heading', level: 3, html: '<a href="https://news.example.org/k">T</a>' },
      paragraph('<a href="https://news.example.org/k">d</a>'),
    ]);
  });

  test('nests lists, whether in an item or beside it', () => {
    const nested = { type: 'list', ordered: true, items: [{ html: 'b', list: null }] };
    const expected = [{ type: 'list', ordered: false, items: [{ html: 'a', list: nested }] }];
    expect(blocks('<ul><li>a<ol><li>b</li></ol></li></ul>')).toEqual(expected);
    expect(blocks('<ul><li>a</li><ol><li>b</li></ol></ul>')).toEqual(expected);
  });

  test('keeps the picture of a list item behind the list', () => {
    expect(blocks('<ul><li><p>c</p><p>d</p><img src="/i.png" alt="A"></li></ul>')).toMatchObject([
      { type: 'list', items: [{ html: 'c<br>d' }] },
      { type: 'image', image: { url: 'https://news.example.org/i.png', alt: 'A' } },
    ]);
  });

  test('reads who is quoted', () => {
    expect(blocks('<blockquote><p>q</p><footer>— <cite>Who</cite></footer></blockquote>')).toEqual([
      { type: 'quote', style: 'block', paragraphs: ['q'], citation: '— <cite>Who</cite>' },
    ]);
    expect(
      blocks('<figure class="wp-block-pullquote"><blockquote>q</blockquote><figcaption>W</figcaption></figure>'),
    ).toEqual([{ type: 'quote', style: 'pull', paragraphs: ['q'], citation: 'W' }]);
  });

  test('reads a figure: the widest picture that is not too wide, its caption and its credit', () => {
    const html = `<figure><picture><source srcset="/400.jpg 400w, /1200.jpg 1200w, /3000.jpg 3000w"><img
      src="data:image/gif;base64,R0" alt="Alt" width="800" height="600px"></picture>
      <figcaption>A <b>caption</b> <span class="photo-credit">Jo / AP</span></figcaption></figure>`;
    expect(blocks(html)).toEqual([
      {
        type: 'image',
        image: {
          url: 'https://news.example.org/1200.jpg',
          alt: 'Alt',
          caption: 'A caption',
          credit: 'Jo / AP',
          width: 800,
          height: 600,
        },
      },
    ]);
  });

  test('gives each picture of a gallery its own caption', () => {
    const one = (n: number) => `<figure><img src="/${n}.jpg"><figcaption>${n}</figcaption></figure>`;
    expect(blocks(`<figure>${one(1)}${one(2)}</figure>`)).toMatchObject([
      { image: { caption: '1' } },
      { image: { caption: '2' } },
    ]);
  });

  test('reads tables, and flattens those that only lay out a page', () => {
    expect(
      blocks('<table><caption>C</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2 <b>x</b></td></tr></table>'),
    ).toEqual([{ type: 'table', header: ['a', 'b'], rows: [['1', '2 <b>x</b>']], caption: 'C' }]);
    expect(blocks('<table role="presentation"><tr><td>a</td><td>b</td></tr></table>')).toEqual([
      paragraph('a'),
      paragraph('b'),
    ]);
  });

  test('makes links of frames, video and audio', () => {
    const html = `<iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk?start=1" title="A film"></iframe>
      <video poster="/p.jpg"><source src="/v.mp4"></video>`;
    expect(blocks(html)).toMatchObject([
      { type: 'embed', url: 'https://www.youtube.com/watch?v=abcdefghijk', title: 'A film', provider: 'youtube.com' },
      { type: 'embed', url: 'https://news.example.org/v.mp4', image: { url: 'https://news.example.org/p.jpg' } },
    ]);
  });

  test('keeps rules, code and definitions', () => {
    expect(blocks('<hr><pre>if (a &lt; b)\n  c</pre><dl><dt>T</dt><dd>D</dd></dl>')).toEqual([
      { type: 'divider' },
      paragraph('<code>if (a &lt; b)<br>\u00a0\u00a0c</code>'),
      paragraph('<b>T</b>'),
      paragraph('D'),
    ]);
  });

  test('flattens what it does not know, and names what it keeps out', () => {
    const result = htmlToBlocks(
      '<mj-text>a <x-y>b</x-y></mj-text><script>c</script><img src="data:x"><div><div>d</div></div>',
      { baseUrl },
    );
    expect(result.blocks).toEqual([paragraph('a b'), paragraph('d')]);
    expect(result.keptOut).toEqual(['script', 'img']);
  });

  test('drops counting pixels', () => {
    expect(htmlToBlocks('<img src="https://x.example/p.gif" width=1 height=1>').blocks).toEqual([]);
  });

  test('keeps a paragraph’s own language and direction', () => {
    expect(blocks('<p lang="ar" dir="rtl">مرحبا</p>')).toEqual([paragraph('<span lang="ar" dir="rtl">مرحبا</span>')]);
  });

  test('survives markup nested without end', () => {
    for (const tag of ['div', 'b', 'ul><li', 'blockquote', 'table><tr><td', 'figure', 'a href="/x"']) {
      expect(JSON.stringify(blocks(`${`<${tag}>`.repeat(100_000)}deep`))).toContain('deep');
      expect(JSON.stringify(blocks(`${`<${tag}>`.repeat(80)}deep`))).toContain('deep');
    }
  });

  test('makes valid blocks and loses no letter of flowing text, whatever the markup', () => {
    const names = [
      'p',
      'div',
      'b',
      'i',
      'a',
      'ul',
      'ol',
      'li',
      'blockquote',
      'h2',
      'table',
      'tr',
      'td',
      'th',
      'figure',
      'figcaption',
      'dl',
      'dt',
      'dd',
      'br',
      'cite',
      'footer',
      'pre',
      'details',
      'summary',
      'x-y',
      'section',
    ];
    const bit = fc.oneof(
      fc.constantFrom(...names.flatMap((name) => [`<${name}>`, `</${name}>`])),
      fc.constantFrom('alpha', 'beta', 'gamma'),
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 30 }), (bits) => {
        const html = bits.join(' ');
        const result = blocks(html);
        expect(z.array(blockSchema).safeParse(result).error).toBeUndefined();
        const words = (text: string) => (text.match(/alpha|beta|gamma/g) ?? []).sort().join(' ');
        expect(words(JSON.stringify(result))).toBe(words(html));
      }),
      { numRuns: 300 },
    );
  });
});
