import { beforeAll, describe, expect, test } from '@jest/globals';
import { createFolderTemplates } from '../../adapters/local/folder-templates.ts';
import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import { checkEdition } from '../../core/stages/check.ts';
import { render } from '../../core/stages/render.ts';
import { columnsOf } from '../../core/text/columns.ts';
import { languageEdition, sampleLanguages } from './languages.ts';

const kit = createFolderTemplates('/nowhere');
const templates = ['brief', 'story', 'digest'];
const cases = sampleLanguages.flatMap((language) => templates.map((template) => [language, template] as const));

/** How each writes the day, the year and the month of the edition. */
const dates: Readonly<Record<string, string>> = {
  ar: 'الاثنين، 23 نوفمبر 2026',
  he: 'יום שני, 23 בנובמבר 2026',
  fa: 'دوشنبه ۲ آذر ۱۴۰۵',
  hi: 'सोमवार, 23 नवंबर 2026',
  ja: '2026年11月23日月曜日',
  zh: '2026年11月23日星期一',
};

describe.each(cases)('%s in %s', (language, template) => {
  const edition = languageEdition(language, template);
  let rendered: RenderedEdition;

  beforeAll(async () => {
    rendered = await render(edition, kit);
  });

  test('says its language and direction, and that of the one article in another', () => {
    expect(rendered.html).toContain(`lang="${language}" dir="${edition.direction}"`);
    const headline = /<h3\b[^>]*>(?:<a\b[^>]*>)?The Example Ledger wins/.exec(rendered.html)?.[0];
    expect(headline).toContain('lang="en" dir="ltr"');
  });

  test('writes its dates as its readers do, in both parts', () => {
    const date = dates[language] ?? 'no date';
    expect(rendered.html.replaceAll('‏', '')).toContain(date);
    expect(rendered.text.replaceAll('‏', '')).toContain(date);
  });

  test('has none of what Latin type does: no tracking, no slant', () => {
    const styles = [...rendered.html.matchAll(/style="([^"]*)"/g)].map(([, style = '']) => style).join(';');
    expect(styles).not.toMatch(/letter-spacing:-?\.?\d|italic/);
    expect(rendered.html).toMatch(/em, i, cite \{ font-style:normal; \}/);
  });

  test('begins its lines at its own side', () => {
    const other = edition.direction === 'rtl' ? 'left' : 'right';
    const texts = [...rendered.html.matchAll(/text-align:(\w+);color:/g)].map(([, side]) => side);
    expect(texts.length).toBeGreaterThan(5);
    expect(texts).not.toContain(other);
  });

  test('passes every check', () => {
    const publication = { ...edition.publication, language };
    const found = checkEdition(edition, rendered, publication).filter(({ severity }) => severity !== 'note');
    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  test('has a text part with no markup, and no line begun by what ends one', () => {
    expect(rendered.text).not.toMatch(/<\/?\w|&\w+;|&#/);
    expect(rendered.text).toContain(edition.lead.headline.split(/[ 、,]/)[0] ?? '');
    expect(rendered.text).not.toMatch(/^[、。,.!?؟،।」』)]/m);
  });
});

test.each(['ja', 'zh'])('the text part of %s has lines that fit, by the width of its letters', async (language) => {
  const { text } = await render(languageEdition(language, 'story'), kit);
  const lines = text.split('\n').filter((line) => !/https?:/.test(line));
  expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(72);
  const [title = '', rule = ''] = lines.slice(lines.findIndex((line) => /^-+$/.test(line)) - 1);
  expect(rule).toHaveLength(columnsOf(title));
});
