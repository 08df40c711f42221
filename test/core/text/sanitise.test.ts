import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lineFrom, plainText, richTextTags, sanitiseRichText } from '../../../core/text/sanitise.ts';

const baseUrl = 'https://news.example.org/world/story';
const clean = (html: string) => sanitiseRichText(html, { baseUrl });

/** Pieces that hostile or broken HTML is made of. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '<b>',
      '</b>',
      '<i',
      '>',
      '<a href="',
      '"',
      '</a>',
      "<a href='javascript:alert(1)'>",
      '<a href=//x.example/(">',
      '<p>',
    ],
    ...[
      '</p>',
      '<script>',
      '</script>',
      '<style>',
      '</style>',
      '<svg onload=x>',
      '</svg>',
      '<!--[if mso]>',
      '<![endif]-->',
    ],
    ...[
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<mj-text>',
      '</mj-text>',
      '<mj-raw>',
      '{{ x }}',
      '{% raw %}',
      '{{',
      '}}',
      '&lt;',
    ],
    ...[
      '&amp;',
      '&',
      '&#60;script&#62;',
      '&#x0;',
      '&nbsp;',
      '<span dir="rtl" lang="ar">',
      '<span>',
      '</span>',
      '<br/>',
      '</br>',
    ],
    ...[
      '<br',
      '<textarea>',
      '<title>',
      '<iframe src=x>',
      '<math>',
      '<template>',
      '<noscript>',
      '</noscript>',
      '<plaintext>',
    ],
    ...[
      '<img src=x onerror=alert(1)>',
      '\u0000',
      '\u0001',
      '\ud800',
      '\u202e',
      '<q>',
      '</q>',
      '<object>',
      '<xmp>',
      '</xmp>',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const hostile = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

/** What a tag of sanitised rich text may look like. */
const allowedTag = new RegExp(
  `^</?(?:${richTextTags.join('|')})(?: (?:href="(?:https?://|mailto:)[^"<>'()\\[\\]{}\\s]*"|lang="[A-Za-z\\d-]+"|dir="(?:ltr|rtl|auto)"))*>$`,
);

describe('sanitiseRichText', () => {
  test.each([
    ['<p onclick="x">One <b>two</b> <a href="javascript:x">three</a></p>', 'One <b>two</b> three'],
    ['<script>alert(1)</script>left', 'left'],
    ['<style>p { color: red }</style>left', 'left'],
    ['<svg onload="alert(1)"><text>in</text></svg>left', 'left'],
    ['<img src=x onerror=alert(1)>left', 'left'],
    ['<a href="data:text/html,x">left</a>', 'left'],
    ['<a href="  java\nscript:alert(1)">left</a>', 'left'],
    ['<a href="vbscript:x">left</a>', 'left'],
    ['<a href="https://user:secret@x.example/">left</a>', 'left'],
    ['<!--[if mso]><b>out</b><![endif]-->left', 'left'],
    ['<![if !mso]>left<![endif]>', 'left'],
    ['<mj-text>a</mj-text><mj-include path="/etc/passwd" />b', 'ab'],
    ['{{ subscriber.email }}{% assign x = 1 %}', '{{ subscriber.email }}{% assign x = 1 %}'],
    ['<b><i>broken</b></i>', '<b><i>broken</i></b>'],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['&lt;b&gt;', '&lt;b&gt;'],
    ['“Smart” — “quotes” it’s', '“Smart” — “quotes” it’s'],
    ['<br/>', '<br>'],
    ['<span class="x">a</span><span lang="ar" dir="RTL" style="x">b</span>', 'a<span lang="ar" dir="rtl">b</span>'],
    ['<a href="/a?b=1&c=2#d">link</a>', '<a href="https://news.example.org/a?b=1&amp;c=2#d">link</a>'],
    [`<a href='https://x.example/("){}'>link</a>`, '<a href="https://x.example/%28%22%29%7B%7D">link</a>'],
    ['<a href="mailto:desk@example.com">desk</a>', '<a href="mailto:desk@example.com">desk</a>'],
    ['<a href="/1">one <a href="/2">two</a></a>', '<a href="https://news.example.org/1">one two</a>'],
  ])('%s', (html, expected) => {
    expect(clean(html)).toBe(expected);
  });

  test('drops a relative link where there is nothing to resolve it against', () => {
    expect(sanitiseRichText('<a href="/x">text</a>')).toBe('text');
  });

  test('does nothing when done again', () => {
    fc.assert(
      fc.property(hostile, (html) => {
        const once = clean(html);
        expect(clean(once)).toBe(once);
        expect(sanitiseRichText(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  test('lets through no tag, attribute or address that is not allowed', () => {
    fc.assert(
      fc.property(hostile, (html) => {
        const tags = clean(html).match(/<[^>]*>?/g) ?? [];
        for (const tag of tags) expect(tag).toMatch(allowedTag);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps every letter of a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(clean(`<i>${escaped}</i>`)).toBe(`<i>${escaped}</i>`);
        expect(clean(escaped)).toBe(escaped);
      }),
    );
  });

  test('loses every tag, and no text, where markup is nested too deep', () => {
    const html = `${'<b>'.repeat(100_000)}deep &lt;${'</p>'.repeat(1000)}`;
    const once = clean(html);
    expect(once.trim()).toBe('deep &amp;lt;');
    expect(clean(once)).toBe(once);
  });

  test('is quick with what parsers are slow at', () => {
    for (const bit of ['<b></p>', '<', '<a ', '&', '<!--', '<a x="', '</b>', '<span>']) clean(bit.repeat(50_000));
  });
});

describe('plainText', () => {
  test.each([
    ['<p>Fish &amp;<br>chips</p>', 'Fish & chips'],
    ['<p>one</p><p>two</p>', 'one two'],
    ['un<b>bel</b>ievable', 'unbelievable'],
    ['<script>x</script>a<style>y</style>b', 'ab'],
    ['He said <q>no</q>', 'He said “no”'],
    ['a &lt;b&gt; c', 'a <b> c'],
    ['  two\n lines ', 'two lines'],
  ])('%s', (html, expected) => {
    expect(plainText(html)).toBe(expected);
  });

  test('gives back the text of any sanitised text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(plainText(clean(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')))).toBe(
          plainText(lineFrom(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
        );
      }),
    );
  });
});

describe('lineFrom', () => {
  test.each([
    ['Is a < b? AT&T says so', 'Is a < b? AT&T says so'],
    ['if x<y and y>z', 'if x<y and y>z'],
    ['An <em>italic</em> headline', 'An italic headline'],
    ['Fish &amp; chips', 'Fish & chips'],
    ['A\r\nB', 'A B'],
  ])('%s', (value, expected) => {
    expect(lineFrom(value)).toBe(expected);
  });
});
