import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Drop, Liquid } from 'liquidjs';
import { render } from '../../../core/stages/render.ts';
import { templateFields } from '../../../core/stages/render-fields.ts';
import { editionFilters, filterDescriptions } from '../../../core/stages/render-filters.ts';
import { References } from '../../../core/stages/render-rich-text.ts';
import { viewOf } from '../../../core/stages/render-view.ts';
import { labelNames } from '../../../core/text/labels.ts';
import { createMemoryTemplates } from '../../fakes/memory-template-source.ts';
import { everyLayout } from './render-editions.ts';

const kitFiles = ['editions', 'partials'].flatMap((folder) => {
  const path = new URL(`../../../templates/${folder}/`, import.meta.url);
  return readdirSync(path).map((name) => ({ folder, name, source: readFileSync(new URL(name, path), 'utf8') }));
});
const file = new URL('../../../templates/README.md', import.meta.url);

/** Every field that a template is given, under the names the README uses. */
function fieldsGiven(): Set<string> {
  const given = new Set<string>(['subject', 'preheader', 'lead', 'recipient.<attribute>', 'theme.<token>']);
  for (const link of ['unsubscribe', 'preferences', 'view']) given.add(`links.${link}`);
  const references = new References();
  references.numberOf('https://news.example.org/');
  const view = viewOf(everyLayout('brief'), references);
  // Where a kind of thing begins again: its fields are listed once.
  const kinds: Readonly<Record<string, string>> = {
    lead: 'article',
    'sections[].articles[]': 'article',
    image: 'image',
    'body[]': 'block',
    'blocks[]': 'block',
    list: 'block',
  };
  const walk = (value: unknown, path: string): void => {
    if (value instanceof Drop) {
      given.add(path);
      return;
    }
    if (Array.isArray(value)) {
      given.add(`${path}[]`);
      for (const item of value) walk(item, kinds[`${path}[]`] ?? kinds[`${path.split('.').pop()}[]`] ?? `${path}[]`);
      return;
    }
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const next = path === '' ? name : `${path}.${name}`;
        if (inner === null || typeof inner !== 'object' || ['image', 'list', 'section'].includes(name)) given.add(next);
        walk(inner, kinds[next] ?? kinds[name] ?? next);
      }
    }
  };
  walk(view, '');
  return given;
}

describe('templates/README.md', () => {
  test('lists every field there is, and no other', () => {
    const given = fieldsGiven();
    const listed = Object.keys(templateFields);
    expect(listed.filter((path) => !given.has(path) && !path.startsWith('html.links'))).toEqual([]);
    const parents = (path: string) =>
      listed.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`));
    expect([...given].filter((path) => !listed.includes(path) && !parents(path))).toEqual([]);
  });

  test('describes every filter that Pressrun adds', () => {
    const own = new Set(Object.keys(new Liquid().filters));
    const added = Object.keys(editionFilters(everyLayout('brief'), String)).filter(
      (name) => name === 'date' || !own.has(name),
    );
    expect(Object.keys(filterDescriptions).sort()).toEqual(added.sort());
  });

  test('its smallest template renders', async () => {
    const source = /```html\n([\s\S]*?)```/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const templates = createMemoryTemplates({
      'templates/editions/brief.mjml': source,
      'templates/editions/brief.txt': '{{ links.unsubscribe }}',
    });
    const { html } = await render(everyLayout('brief'), templates);
    expect(html).toContain('<h2>The woman who winds the sea</h2>');
  });

  test('names every theme token that the kit uses', () => {
    const readme = readFileSync(file, 'utf8');
    const used = new Set(
      kitFiles.flatMap(({ source }) => [...source.matchAll(/theme\.(\w+)/g)].map(([, name = '']) => name)),
    );
    expect([...used].filter((name) => !name.startsWith('dark_') && !readme.includes(`\`${name}\``))).toEqual([]);
  });

  // UPDATE_GOLDEN=1 writes the lists anew.
  test('shows the lists of the code', () => {
    const fields = Object.entries(templateFields).map(([path, what]) => `| \`${path}\` | ${what} |`);
    const filters = Object.entries(filterDescriptions).map(
      ([name, what]) => `| \`${name}\` | ${what.replaceAll('|', '\\|')} |`,
    );
    const readme = readFileSync(file, 'utf8');
    const written = readme
      .replace(/(<!-- fields[^>]*-->\n)[\s\S]*(<!-- \/fields -->)/, (_, open: string, close: string) => {
        return `${open}\n| field | holds |\n| --- | --- |\n${fields.join('\n')}\n\n${close}`;
      })
      .replace(/(<!-- filters -->\n)[\s\S]*(<!-- \/filters -->)/, (_, open: string, close: string) => {
        return `${open}\n| filter | does |\n| --- | --- |\n${filters.join('\n')}\n\n${close}`;
      })
      .replace(/(<!-- labels -->)[\s\S]*(<!-- \/labels -->)/, (_, open: string, close: string) => {
        return `${open}${labelNames.map((name) => `\`${name}\``).join(', ')}${close}`;
      });
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, written);
    expect(written).toBe(readFileSync(file, 'utf8'));
  });
});

test('every partial of the kit is used', () => {
  // Asked for by the code, not by a template.
  const roots = ['edition.txt', 'letter.mjml', 'letter.txt'];
  // For a publisher’s own template: test/core/stages/render-partials.test.ts calls them.
  for (const name of ['numbers', 'event', 'poll', 'sponsor']) roots.push(`${name}.mjml`, `${name}.txt`);
  const partials = kitFiles.filter(({ folder, name }) => folder === 'partials' && !roots.includes(name));
  const unused = partials.filter(({ name }) => {
    const [stem = '', part = ''] = name.split('.');
    return !kitFiles.some((other) => other.name.endsWith(part) && other.source.includes(`render "${stem}"`));
  });
  expect(unused.map(({ name }) => name)).toEqual([]);
});
