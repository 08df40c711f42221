import { expect, test } from '@jest/globals';
import { labelNames, labels, labelsOf } from '../../../core/text/labels.ts';
import { directionOf, scriptOf } from '../../../core/text/script.ts';

test('every language has every label, with the same places to fill', () => {
  const placesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [language, own] of Object.entries(labels)) {
    expect({ language, names: Object.keys(own) }).toEqual({ language, names: labelNames });
    for (const name of labelNames) {
      expect({ language, name, places: placesOf(own[name]) }).toEqual({
        language,
        name,
        places: placesOf(labels.en[name]),
      });
    }
  }
});

test('a language that is not here is told in English; a region in its language', () => {
  expect(labelsOf('tlh')).toBe(labels.en);
  expect(labelsOf('pt-BR')).toBe(labels.pt);
  expect(labelsOf('zh-TW')).toBe(labels['zh-Hant']);
  expect(labelsOf('zh-CN')).toBe(labels.zh);
});

test('script and direction of a language', () => {
  expect(['en', 'sr-Latn', 'sr', 'ar', 'fa', 'he', 'ur', 'pa', 'pa-PK', 'ja', 'hi'].map(scriptOf)).toEqual([
    'Latn',
    'Latn',
    'Cyrl',
    'Arab',
    'Arab',
    'Hebr',
    'Arab',
    'Guru',
    'Arab',
    'Jpan',
    'Deva',
  ]);
  expect(['en', 'ar', 'fa', 'he', 'dv', 'pa-PK'].map(directionOf)).toEqual(['ltr', 'rtl', 'rtl', 'rtl', 'rtl', 'rtl']);
});
