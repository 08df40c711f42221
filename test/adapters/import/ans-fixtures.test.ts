import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importAns } from '../../../adapters/import/ans-import.ts';
import type { ImportResult } from '../../../core/model/import.ts';
import { context, fileOf } from './import-fixture.ts';

/**
 * Measures the import by the fixtures of the public schema, which are not part of this project. Clone
 * https://github.com/washingtonpost/ans-schema and run
 * `PRESSRUN_ANS_FIXTURES=<clone>/tests/fixtures/schema npm test -- test/adapters/import/ans-fixtures`.
 */
const folder = process.env['PRESSRUN_ANS_FIXTURES'];
const versions = folder === undefined ? [] : readdirSync(folder).filter((name) => /^0\.10\.\d+$/.test(name));
const files = versions.flatMap((version) =>
  readdirSync(path.join(folder ?? '', version)).map((name) => `${version}/${name}`),
);
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder ?? '', file), 'utf8'));
const run = (value: unknown, file: string): ImportResult => importAns(fileOf(value, file), context);
const basename = (file: string) => path.basename(file, '.json');

const why = 'PRESSRUN_ANS_FIXTURES names no folder of fixtures';
const measured = folder === undefined ? describe.skip : describe;

/** Puts a value that is part of a story where it belongs in one. */
const inStory = (fields: object) => ({
  type: 'story',
  version: '0.10.11',
  _id: 'S',
  headlines: { basic: 'H' },
  ...fields,
});
const element = (value: unknown) => inStory({ content_elements: [value] });
const places: readonly [RegExp, (value: unknown) => object][] = [
  [
    /^(?:address|geo-fixture|source|trait-related|trait-publishing|trait-workflow|redirect)/,
    (value) =>
      inStory({
        address: value,
        geo: value,
        source: value,
        related_content: value,
        publishing: value,
        workflow: value,
      }),
  ],
  [
    /^(?:auxiliary|keyword|named-entity|topic)/,
    (value) =>
      inStory({ taxonomy: { auxiliaries: [value], keywords: [value], named_entities: [value], topics: [value] } }),
  ],
  [/^tag-/, (value) => inStory({ taxonomy: { tags: [value] } })],
  [/^label-/, (value) => inStory({ label: value })],
  [/^geo-restriction/, (value) => inStory({ content_restrictions: value })],
  [/^credit-/, (value) => inStory({ credits: { by: [value] } })],
  [/^trait-credited/, (value) => inStory({ credits: value })],
  [/^trait-promo/, (value) => inStory({ promo_items: value })],
  [/^trait-(?:dated|id)/, (value) => inStory(value as object)],
  [/^/, element],
];

/** What becomes of each bad fixture that is not a whole story, when it stands in one: the field that refuses the story, or why it does not. */
const expected: Readonly<Record<string, string>> = {
  'address-fixture-bad-po-box': 'in: not read',
  'audio-fixture-bad': 'content_elements[0].type',
  'audio-fixture-bad-no-source': 'content_elements[0].streams',
  'auxiliary-fixture-bad-missing-uid': 'in: not read',
  'bq-fixture-bad': 'content_elements[0].type',
  'credit-fixture-bad-missing-name': 'credits.by[0].type',
  'custom_embed-fixture-bad-1': 'in: a plug-in’s settings are not judged',
  'custom_embed-fixture-bad-2': 'content_elements[0].embed.id',
  'divider-fixture-bad': 'in: only its type is read',
  'endorsement-fixture-bad-missing-prop': 'content_elements[0].endorsement',
  'endorsement-fixture-bad-type-mismatch': 'content_elements[0].endorsement',
  'geo-fixture-bad-not-a-number': 'in: not read',
  'geo-restriction-fixture-bad-length': 'in: only noted',
  'geo-restrictions-fixture-bad-empty': 'in: only noted',
  'geo-restrictions-fixture-bad-property': 'in: only noted',
  'geo-restrictions-fixture-bad-type': 'in: only noted',
  'header-fixture-bad': 'content_elements[0].content',
  'image-fixture-bad-alignment': 'in: alignment is not read',
  'image-fixture-bad-auth-format': 'in: auth is not read',
  'image-fixture-bad-focal-point-null-value': 'in: the focal point is not read',
  'image-fixture-bad-focal-point-out-of-range': 'in: the focal point is not read',
  'image-fixture-bad-focal-point-text-value': 'in: the focal point is not read',
  'image-fixture-bad-focal-point-wrong-prop-name': 'in: the focal point is not read',
  'interstitial-link-fixture-bad': 'in: an unknown element, kept out and named',
  'keyword-fixture-bad-missing-score': 'in: not read',
  'keyword-fixture-bad-numeric-frequency': 'in: not read',
  'keyword-fixture-bad-score-type': 'in: not read',
  'keyword-fixture-bad-tag-type': 'in: not read',
  'label-bad-arbitrary-properties': 'in: only the text of the label is read',
  'label-bad-field-name-with-dots': 'in: only the basic label is read',
  'link-list-fixture-bad': 'content_elements[0].items[1].type',
  // Here the breach is a text in the list, which ANS allows from 0.10.4 on and Pressrun always.
  '0.10.0/link-list-fixture-bad': 'in: text in a list of links',
  '0.10.1/link-list-fixture-bad': 'in: text in a list of links',
  '0.10.2/link-list-fixture-bad': 'in: text in a list of links',
  '0.10.3/link-list-fixture-bad': 'in: text in a list of links',
  'named-entity-fixture-bad-missing-id': 'in: not read',
  'numeric-rating-fixture-bad': 'content_elements[0].numeric_rating',
  'quote-fixture-bad-citation': 'content_elements[0].citation',
  'quote-fixture-bad-content-elements': 'content_elements[0].content_elements',
  'raw-html-fixture-bad': 'content_elements[0].type',
  'redirect-fixture-bad': 'in: not read',
  'reference-fixture-bad-addl-props': 'in: kept out, for its referent is not there',
  'reference-fixture-bad-array': 'content_elements[0]',
  'reference-fixture-bad-more-addl-props': 'in: kept out, for its referent is not there',
  'restricted-content-fixture-bad-referent': 'in: kept out, for its use is restricted',
  'source-bad-extra-properties': 'in: not read',
  'table-fixture-bad': 'content_elements[0].rows[0]',
  'tag-fixture-bad-no-text': 'taxonomy.tags[0].text',
  'tag-fixture-bad-subtype': 'in: the subtype of a tag is not read',
  'tag-fixture-bad-type': 'taxonomy.tags[0].type',
  'text-fixture-bad': 'content_elements[0].type',
  'topic-fixture-bad-id-type': 'in: not read',
  'topic-fixture-bad-missing-uid': 'in: not read',
  'trait-credited-fixture-bad-missing-credit': 'in: roles other than by are not read',
  'trait-dated-fixture-bad-date-format': 'created_date',
  'trait-id-fixture-bad-missing-id': 'in: a story without an _id has its address or its file for one',
  'trait-promo-item-raw-html-bad': 'in: an unknown promotional item is no picture',
  'trait-publishing-fixture-bad-mismatched-operations': 'in: not read',
  'trait-related-content-bad-attached-redirect-has-multiple-items': 'in: not read',
  'trait-related-content-bad-attached-redirect-is-not-redirect': 'in: not read',
  'trait-workflow-fixture-bad-code': 'in: not read',
  'ul-fixture-bad': 'content_elements[0].type',
  'video-fixture-bad-empty-geo-restriction': 'in: for other channels than email',
};

measured(`the schema’s own fixtures (${folder ?? why})`, () => {
  const stories = files.filter((file) => /^story-fixture-good/.test(path.basename(file)));
  const badStories = files.filter((file) => /^story-fixture-bad/.test(path.basename(file)));
  const badParts = files.filter((file) => /-bad(?:-|$)/.test(basename(file)) && !badStories.includes(file));

  test('every good story with a headline is imported, and every other refused for `headlines.basic`', () => {
    const outcomes = stories.map((file) => {
      const value = read(file) as { headlines?: { basic?: string } };
      const result = run(value, file);
      const wanted = value.headlines?.basic === undefined ? 'headlines.basic' : 'in';
      return {
        file,
        wanted,
        got: result.articles.length === 1 ? 'in' : result.refused[0]?.problems.map(({ field }) => field).join(),
      };
    });
    expect(outcomes.length).toBeGreaterThan(100);
    expect(outcomes.filter(({ wanted, got }) => wanted !== got)).toEqual([]);
  });

  test('every bad story is refused with a reason', () => {
    const outcomes = badStories.map((file) => ({ file, result: run(read(file), file) }));
    expect(outcomes.length).toBeGreaterThan(100);
    expect(
      outcomes.filter(({ result }) => result.articles.length > 0 || !result.refused[0]?.problems[0]?.allowed),
    ).toEqual([]);
  });

  test('every other bad fixture does in a story what the list says', () => {
    const outcomes = badParts.map((file) => {
      const place = places.find(([name]) => name.test(basename(file)))?.[1] ?? element;
      const result = run(place(read(file)), file);
      const wanted = expected[file.replace('.json', '')] ?? expected[basename(file)] ?? 'nothing is said of it';
      return { file, wanted: wanted.replace(/^in:.*/, 'in'), got: result.refused[0]?.problems[0]?.field ?? 'in' };
    });
    expect(outcomes.length).toBeGreaterThan(500);
    expect(outcomes.filter(({ wanted, got }) => wanted !== got)).toEqual([]);
  });
});
