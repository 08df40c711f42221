import { describe, expect, test } from '@jest/globals';
import { changeOf, type Places } from '../../../preview/server/change-of.ts';

const places: Places = {
  config: '/news/pressrun.config.ts',
  templates: ['/news/templates', '/kit/templates'],
  templateFiles: ['/news/mine.mjml', '/news/mine.txt'],
  articles: '/news/.pressrun/articles',
  articleSources: new Set(['/desk/swifts.md']),
  recipients: ['/news/subscribers.csv'],
  site: ['/news/public'],
};

describe('what a change of a file is', () => {
  test.each([
    ['/news/pressrun.config.ts', 'config'],
    ['/news/templates/editions/brief.mjml', 'template'],
    ['/kit/templates/partials/card.mjml', 'template'],
    ['/news/mine.txt', 'template'],
    ['/news/.pressrun/articles/0f.json', 'article'],
    ['/desk/swifts.md', 'article-source'],
    ['/news/subscribers.csv', 'recipients'],
    ['/news/public/pictures/a.JPG', 'picture'],
  ])('%s: %s', (file, kind) => {
    expect(changeOf(file, places)).toBe(kind);
  });

  test.each([
    '/news/.pressrun/articles/0f.json.3a.part',
    '/news/templates/editions/.brief.mjml.swp',
    '/news/templates/editions/brief.mjml~',
    '/news/templates/editions/4913',
    '/news/templates-old/brief.mjml',
    '/news/templates/notes.md',
    '/news/public/data.json',
    '/desk/other.md',
  ])('%s: nothing that is shown', (file) => {
    expect(changeOf(file, places)).toBeNull();
  });
});
