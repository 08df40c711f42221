import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../adapters/local/config-file.ts';
import { definitions, families } from '../../cli/commands.ts';
import { parseCommandLine } from '../../cli/program.ts';
import { root } from '../source.ts';

const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

/** The pages that people read. */
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'templates/README.md', 'examples/README.md'],
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll(path.sep, '/')}`),
].filter((name) => existsSync(path.join(root, name)));

/** Command lines in shell blocks, as `pressrun` gets them. */
function commandLines(text: string): string[][] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => /^(?:npx )?pressrun (.*)$/.exec(line.trim())?.[1])
    .filter((line) => line !== undefined && !/[<[]/.test(line))
    .map((line = '') => line.replace(/\s+(?:#|[>|&]).*$/, ''))
    .map((line) => (line.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', '')));
}

describe('the pages', () => {
  test.each(pages)('%s: every link within the repository leads somewhere', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, target = '']) => target,
    );
    const broken = links.filter((target) => !existsSync(path.join(root, path.dirname(page), decodeURI(target))));
    expect(broken).toEqual([]);
  });

  test.each(pages)('%s: every command line in it is one', (page) => {
    const program = { version: '', definitions, families };
    const wrong = commandLines(read(page)).filter((argv) => {
      try {
        return parseCommandLine(argv, program, '/') === null;
      } catch {
        return true;
      }
    });
    expect(wrong).toEqual([]);
  });

  test('the README’s config is one', () => {
    const [, source = ''] = /defineConfig\((\{[\s\S]*?\n\})\);/.exec(read('README.md')) ?? [];
    const config: unknown = new Function(`return ${source}`)();
    expect(parseConfig(config, 'README.md').newsletters[0]?.slug).toBe('world-brief');
  });

  test('docs/architecture.md names each stage’s function where it is', () => {
    const rows = [...read('docs/architecture.md').matchAll(/^\| ([a-z-]+) \| (`.*) \|/gm)];
    let named = 0;
    for (const [, , cell = ''] of rows) {
      for (const [, names = '', file = ''] of cell.matchAll(/((?:`\w+`(?:, )?)+) in \[[^\]]+\]\(([^)]+)\)/g)) {
        const source = read(path.join('docs', file));
        for (const [, name = ''] of names.matchAll(/`(\w+)`/g)) {
          expect(source).toMatch(new RegExp(`export (?:async )?(?:function\\*?|const) ${name}\\b`));
          named += 1;
        }
      }
    }
    expect(named).toBeGreaterThan(10);
  });

  test('npm scripts that the README names are there', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run (?:-s |--silent )?([a-z:]+)/g)].map(([, name]) => name),
    );
    expect(named.filter((name = '') => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
