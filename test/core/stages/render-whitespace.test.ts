import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import mjml2html from 'mjml';
import { countConditionalComments, stripWhitespace } from '../../../core/stages/render-whitespace.ts';

describe('white space that contains a line break', () => {
  test.each([
    ['between blocks it goes', '<div>\n  <p>\n one </p>\n</div>', '<div><p>one </p></div>'],
    [
      'in a line it is one space',
      '<p>one\n   two <b>three</b>\n<i>four</i></p>',
      '<p>one two <b>three</b> <i>four</i></p>',
    ],
    ['before and after a word in a block it goes', '<td>\n one\n</td>', '<td>one</td>'],
    ['after a link and before a word it is one space', '<p><a>one</a>\n two</p>', '<p><a>one</a> two</p>'],
    ['inside a tag it is one space', '<td\n  class="a"\n  style="b"\n>', '<td class="a" style="b">'],
    ['in a quoted value it stays', '<td title="a\n b">', '<td title="a\n b">'],
    ['a no-break space is text', '<p>\u00a0\n\u00a0</p>', '<p>\u00a0 \u00a0</p>'],
    ['in pre and textarea it stays', '<pre>\n a\n  b</pre>\n<p>c</p>', '<pre>\n a\n  b</pre><p>c</p>'],
    [
      'in style sheets it goes where it says nothing',
      '<style>\n a,\n b {\n c: d;\n }\n a\n b { }\n</style>',
      '<style>a,b {c: d;}a b { }</style>',
    ],
    ['around a comment in a line one space stays', '<p>a\n<!-- x -->\n<b>c</b></p>', '<p>a <!-- x --> <b>c</b></p>'],
    [
      'between Outlook’s comments it goes',
      '<div>\n<!--[if mso]>\n<b>\n a </b>\n<![endif]-->\n</div>',
      '<div><!--[if mso]><b> a </b><![endif]--></div>',
    ],
    ['without a line break nothing changes', '<p> a  b </p> <i> c</i>', '<p> a  b </p> <i> c</i>'],
    ['a lonely < is text', 'a < b\n', 'a < b'],
  ])('%s', (_, html, stripped) => {
    expect(stripWhitespace(html)).toBe(stripped);
  });

  test('what is stripped once is stripped', () => {
    const words = fc.array(
      fc.constantFrom('<p>', '</p>', '<b>', '</b>', '\n', ' ', 'a', '<!--x-->', '<br>', '&amp;', '<td\n>'),
    );
    fc.assert(
      fc.property(words, (pieces) => {
        const once = stripWhitespace(pieces.join(''));
        expect(stripWhitespace(once)).toBe(once);
      }),
    );
  });
});

test('a page of MJML loses a fifth or more of its weight and none of Outlook’s comments', async () => {
  const section =
    '<mj-section><mj-column><mj-image src="https://a.example.org/a.jpg" alt="a" /><mj-text>One <b>two</b>\nthree</mj-text></mj-column><mj-column><mj-button href="https://a.example.org/">Go</mj-button></mj-column></mj-section>';
  const { html } = await mjml2html(`<mjml><mj-body>${section.repeat(12)}</mj-body></mjml>`, { fonts: {} });
  const stripped = stripWhitespace(html);
  expect(countConditionalComments(html)).toBeGreaterThan(50);
  expect(countConditionalComments(stripped)).toBe(countConditionalComments(html));
  expect(stripped.length / html.length).toBeLessThan(0.8);
});
