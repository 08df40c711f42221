import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { GatherLine } from '../../core/stages/gather.ts';
import { examples, gathered } from './sample.ts';

let lines: GatherLine[];

beforeAll(async () => {
  ({ lines } = await gathered('broken'));
});

describe('the files to be refused', () => {
  test.each([
    ['ans-no-headline.json', ['headlines.basic']],
    ['ans-old-version.json', ['version']],
    ['ans-wrong-dates.json', ['display_date', 'content_restrictions.embargo.active', 'content_elements[1].type']],
    ['feed-cut-off.rss', ['']],
    ['feed-no-titles.atom', ['entry[1].title']],
    ['markdown-bad-front-matter.md', ['']],
    ['markdown-no-headline.md', ['headline']],
    ['markdown-wrong-date.md', ['date']],
    ['not-json.json', ['']],
    ['page-no-article.html', ['headline']],
    [
      'pressrun-wrong-fields.json',
      ['id', 'headline', 'url', 'byline', 'language', 'publishedAt', 'section.path', 'body[0].type', 'headlin'],
    ],
  ])('%s names what is wrong in it', (file, fields) => {
    const problems = lines.filter((line) => line.file === file).flatMap((line) => line.problems);
    expect(problems.map(({ field }) => field)).toEqual(fields);
    for (const { got, allowed } of problems) {
      expect(got).not.toBe('');
      expect(allowed).not.toBe('');
    }
  });

  test('a bad entry does not stop the good one beside it', () => {
    expect(lines.filter(({ outcome }) => outcome === 'added').map(({ name }) => name)).toEqual([
      'The good entry of a feed with a bad one',
    ]);
  });

  test('each has a line in the README', () => {
    const readme = readFileSync(path.join(examples, 'README.md'), 'utf8');
    const names = readdirSync(path.join(examples, 'broken'));
    expect(names.filter((name) => !readme.includes(`| \`${name}\``))).toEqual([]);
    expect(names).toHaveLength(11);
  });
});
