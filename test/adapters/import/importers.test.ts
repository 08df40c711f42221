import { describe, expect, test } from '@jest/globals';
import { detectFormat, importableExtensions } from '../../../adapters/import/importers.ts';
import { fileOf, fixture } from './import-fixture.ts';

const detect = (content: unknown, reference = 'file') => detectFormat(fileOf(content, reference));

describe('detectFormat', () => {
  test.each([
    ['ans-every-element.json', 'ans'],
    ['ans-collection.json', 'ans'],
    ['feed-rss.xml', 'feed'],
    ['feed-atom.xml', 'feed'],
    ['feed-json.json', 'feed'],
    ['page.html', 'html'],
    ['story.md', 'markdown'],
  ])('%s, whatever it is called', (name, format) => {
    expect(detectFormat(fixture(name))).toBe(format);
    expect(detectFormat({ ...fixture(name), reference: 'x.bin' })).toBe(format);
  });

  test.each([
    [{ id: 'a', headline: 'H' }, 'json'],
    [[{ id: 'a', headline: 'H' }], 'json'],
    [[], 'json'],
    [{ type: 'not-a-story', version: '0.10.11' }, 'ans'],
    [{ version: '0.1.0' }, 'ans'],
    [[{ type: 'story' }], 'ans'],
    [{ headlines: { basic: 'H' } }, 'ans'],
    [{ version: 'https://jsonfeed.org/version/1' }, 'feed'],
    ['\ufeff <?xml version="1.0"?><!-- x --><!DOCTYPE rss><rss/>', 'feed'],
    ['<rdf:RDF>', 'feed'],
    ['<atom:feed>', 'feed'],
    ['<!DOCTYPE HTML><p>', 'html'],
    ['<HTML>', 'html'],
    ['---\ntitle: x\n---\n', 'markdown'],
    ['plain text', null],
    ['', null],
    ['<svg>', null],
    ['{ broken', null],
  ])('%j is %s', (content, format) => {
    expect(detect(content)).toBe(format);
  });

  test.each([
    ['a.json', '{ broken', 'json'],
    ['a.MD', '# Heading', 'markdown'],
    ['a.md', '<p>HTML</p>', 'markdown'],
    ['a.htm', '<p>x', 'html'],
    ['a.xml', '<?xml', 'feed'],
    ['a.jpg', 'x', null],
  ])('%s by its name', (name, content, format) => {
    expect(detect(content, name)).toBe(format);
  });

  test('names the extensions there are', () => {
    for (const extension of importableExtensions) expect(detect('x', `a.${extension}`)).not.toBeNull();
  });
});
