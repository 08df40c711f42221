import { expect, test } from '@jest/globals';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import { render } from '../../../core/stages/render.ts';
import { expectGolden, readable } from '../../golden/golden.ts';
import { arabicEdition, briefEdition, digestEdition, storyEdition } from './render-editions.ts';

// UPDATE_GOLDEN=1 npm test -- render-golden writes them anew.

const kit = createFolderTemplates('/nowhere');

const editions = {
  brief: {
    ...briefEdition(),
    sections: briefEdition().sections.map((part) => ({ ...part, articles: part.articles.slice(0, 2) })),
  },
  story: { ...storyEdition(), sections: storyEdition().sections.slice(0, 1) },
  digest: { ...digestEdition(), sections: digestEdition().sections.slice(0, 2) },
  'brief-arabic': { ...arabicEdition(), sections: arabicEdition().sections.slice(0, 2) },
};

test.each(Object.entries(editions))('%s', async (name, edition) => {
  const { html, text, fields } = await render(edition, kit);
  expectGolden(`${name}.html`, readable(html));
  expectGolden(`${name}.txt`, text);
  expect(fields.map(({ value }) => value)).toEqual([
    { kind: 'link', link: 'unsubscribe' },
    { kind: 'link', link: 'preferences' },
    { kind: 'link', link: 'view' },
  ]);
});
