import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { pictureLimits } from '../../core/model/picture.ts';
import { themeSchema } from '../../core/model/theme.ts';
import { foreignTags } from '../../core/text/foreign-tags.ts';
import { root } from '../source.ts';

const page = readFileSync(path.join(root, 'docs/reference/templates.md'), 'utf8');

test('names every template and partial of the kit, in one ending or both', () => {
  const files = ['editions', 'partials'].flatMap((folder) => readdirSync(path.join(root, 'templates', folder)));
  const missing = files.filter(
    (file) => !page.includes(`\`${file}\``) && !page.includes(`\`${path.parse(file).name}\``),
  );
  expect(missing).toEqual([]);
});

test('states every limit of pictures', () => {
  const { downloadBytes, pixels, storedBytes, width, timeoutSeconds, redirects } = pictureLimits;
  for (const words of [
    `${downloadBytes / 1_000_000} MB`,
    `${pixels / 1_000_000} megapixels`,
    `| ${storedBytes / 1_000_000} MB;`,
    `${width} pixels`,
    `${timeoutSeconds} seconds`,
    `| ${redirects}, none from https`,
  ]) {
    expect(page).toContain(words);
  }
});

test('names every token that the config sets, and its example is a theme', () => {
  const { colours, type, spacing } = themeSchema.shape;
  for (const group of [colours, type, spacing]) {
    for (const name of Object.keys(group.unwrap().shape)) expect(page).toContain(`\`${name}\``);
  }
  const example = /"theme": (\{[\s\S]*?\n\})/.exec(page)?.[1] ?? '';
  expect(themeSchema.safeParse(JSON.parse(example)).success).toBe(true);
});

test('every foreign merge field of its table is one that is found', () => {
  const rows = [...page.matchAll(/^\| (`.*?`) \| .* \| `\{\{ recipient/gm)].map(([, cell = '']) => cell);
  expect(rows).toHaveLength(6);
  const tags = rows.flatMap((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, tag = '']) => tag.replaceAll('\\|', '|')),
  );
  const others = tags.filter((tag) => !tag.startsWith('{{'));
  expect(others.map((tag) => foreignTags(tag)[0]?.tag)).toEqual(others);
});
