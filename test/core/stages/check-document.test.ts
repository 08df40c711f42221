import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { cssPath, readDocument, wordsIn } from '../../../core/stages/check-document.ts';
import { clientSupportModule } from './client-support.ts';

function outline(html: string): string[] {
  return readDocument(`<html><body>${html}</body></html>`)
    .elements.slice(2)
    .map((element) => cssPath(element).replace('body > ', '').replaceAll(':nth-child', ''));
}

describe('reading HTML', () => {
  test.each([
    ['<p>a<p>b', ['p(1)', 'p(2)']],
    [
      '<ul><li>a<li>b<ul><li>c</ul></ul><p>d',
      ['ul(1)', 'ul(1) > li(1)', 'ul(1) > li(2)', 'ul(1) > li(2) > ul(1)', 'ul(1) > li(2) > ul(1) > li(1)', 'p(2)'],
    ],
    [
      '<table><tr><td>a<td>b<tr><td>c</table><b>d</b>',
      [
        'table(1)',
        'table(1) > tbody(1)',
        'table(1) > tbody(1) > tr(1)',
        'table(1) > tbody(1) > tr(1) > td(1)',
        'table(1) > tbody(1) > tr(1) > td(2)',
        'table(1) > tbody(1) > tr(2)',
        'table(1) > tbody(1) > tr(2) > td(1)',
        'b(2)',
      ],
    ],
    ['<img alt="a > b"><br><i>x</i>', ['img(1)', 'br(2)', 'i(3)']],
    ['<!--[if mso]><table><tr><td><![endif]--><p>a</p>', ['p(1)']],
    ['<p>a</b></i></p><p>b</p>', ['p(1)', 'p(2)']],
  ])('%s', (html, expected) => {
    expect(outline(html)).toEqual(expected);
  });

  test('words and attributes are decoded', () => {
    const [, , element] = readDocument(
      '<html><body><a href="?a=1&amp;b=2" title=\'x\'>Fish &amp; <b>chips</b>&#33;&#x21;</a></body></html>',
    ).elements;
    expect(element?.attributes.get('href')).toBe('?a=1&b=2');
    expect(element === undefined ? '' : wordsIn(element)).toBe('Fish & chips!!');
  });

  test.each(['brief', 'story', 'digest'])('finds in the golden %s what another parser finds', (name) => {
    const html = readFileSync(new URL(`../../golden/${name}.html`, import.meta.url), 'utf8');
    const { document } = parseHTML(html);
    // Neither puts in what is left out of the HTML; a test in a browser compares that.
    const elements = readDocument(html).elements.filter(
      ({ name: tag, ordinal }) => ordinal !== null && !['html', 'head'].includes(tag),
    );
    const theirs = [...document.querySelectorAll('head *, body, body *')].map((element) =>
      element.tagName.toLowerCase(),
    );
    expect(elements.map(({ name: tag }) => tag)).toEqual(theirs);
  });
});

test('what mail programs lack is what caniemail’s data says', () => {
  const module = readFileSync(new URL('../../../core/stages/check-clients-data.ts', import.meta.url), 'utf8');
  expect(module).toBe(clientSupportModule());
});
