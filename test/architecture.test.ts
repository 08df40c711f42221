import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { declaredNames, importsOf, root, type SourceFile, sourceFiles, walk, wordsOf } from './source.ts';

/** Packages that decide nothing and touch nothing: sanitising, parsing, calendar, cron. */
const purePackages = ['sanitize-html', 'htmlparser2', 'temporal-polyfill', 'croner', 'zod', 'node:crypto'];

interface Rule {
  /** The files it is for: the first rule whose pattern fits. */
  files: RegExp;
  /** What they may import: paths from the root, or packages. */
  may: readonly (RegExp | string)[];
  /** Whether any package may be imported, besides. */
  packages?: true;
}

/** docs/architecture.md, "Who may import what". */
const table: readonly Rule[] = [
  { files: /^core\/model\//, may: [/^core\/model\//, 'zod'] },
  { files: /^core\/(?:text|time)\//, may: [/^core\/(?:model|text|time)\//, 'core/errors.ts', ...purePackages] },
  { files: /^core\/stages\/render/, may: [/^core\//, ...purePackages, /^(?:mjml|liquidjs)(?:$|[/-])/] },
  { files: /^core\//, may: [/^core\//, 'zod', 'node:crypto'] },
  {
    files: /^adapters\/(?<technology>[^/]+)\//,
    may: [/^core\/(?:model|text|time)\//, 'core/ports.ts', 'core/errors.ts', /^adapters\/$<technology>\//],
    packages: true,
  },
  { files: /^web\//, may: [/^core\//, /^web\//, /^hono(?:\/|$)/, /^node:/] },
  {
    files: /^functions\//,
    may: [/^core\//, /^web\//, /^adapters\/(?:aws|import)\//, /^functions\//],
    packages: true,
  },
  { files: /^preview\//, may: [/^(?:core|adapters|web|preview)\//], packages: true },
  { files: /^cli\//, may: [/^(?:core|adapters|web|preview|cli)\//, 'package.json'], packages: true },
  {
    files: /^infra\//,
    may: [/^core\/(?:model|time)\//, /^core\/pipeline/, 'adapters/local/config-file.ts', /^infra\//],
    packages: true,
  },
];

const ours = /^(?:core|adapters|functions|web|infra|cli|preview|test|bench|examples)\//;

let files: SourceFile[];

beforeAll(async () => {
  files = await sourceFiles();
});

describe('the import table', () => {
  test('every import is one that the table allows', () => {
    const breaches = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport(file.path, target))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(breaches).toEqual([]);
  });

  test.each([
    ['core/model/article.ts', 'core/errors.ts'],
    ['core/text/hash.ts', 'node:fs'],
    ['core/stages/send.ts', 'mjml'],
    ['core/stages/send.ts', 'adapters/local/outbox-mailer.ts'],
    ['adapters/local/outbox-mailer.ts', 'core/stages/send.ts'],
    ['adapters/local/outbox-mailer.ts', 'adapters/aws/ses-mailer.ts'],
    ['web/app.ts', 'adapters/local/sqlite-ledger.ts'],
    ['functions/send.ts', 'adapters/local/sqlite-ledger.ts'],
    ['infra/app.ts', 'functions/send.ts'],
    ['cli/main.ts', 'infra/app.ts'],
  ])('%s may not import %s', (from, target) => {
    expect(mayImport(from, target)).toBe(false);
  });

  test('sees the files', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.find(({ path: file }) => file === 'cli/main.ts')).toBeDefined();
  });
});

describe('core', () => {
  test('has no clock, randomness, environment, console or network of its own', () => {
    const outside = ['process', 'console', 'fetch', 'setTimeout', 'setInterval', 'performance'];
    const calls = ['Date.now', 'Math.random', 'crypto.randomUUID', 'randomUUID', 'randomBytes'];
    expect(coreUses((node) => ts.isIdentifier(node) && isUse(node) && outside.includes(node.text))).toEqual([]);
    expect(coreUses((node) => ts.isCallExpression(node) && calls.includes(node.expression.getText()))).toEqual([]);
    expect(coreUses(isNow)).toEqual([]);
  });

  test('knows bytes only where messages are composed', () => {
    const uses = coreUses((node) => ts.isIdentifier(node) && isUse(node) && node.text === 'Buffer');
    expect(uses.filter((use) => !use.startsWith('core/stages/compose'))).toEqual([]);
  });
});

describe('names', () => {
  test('files are in kebab case', () => {
    const odd = files.filter(({ path: file }) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.d)?\.tsx?$/.test(file));
    expect(odd.map(({ path: file }) => file)).toEqual([]);
  });

  test('no name is one of the words that the glossary avoids', () => {
    const avoided = avoidedWords();
    expect(avoided).toEqual(expect.arrayContaining(['campaign', 'chunk', 'helper', 'util', 'manager', 'service']));
    const found = files.flatMap((file) => {
      const names = [...declaredNames(file), ...file.path.replace(/\.tsx?$/, '').split('/')];
      return names.filter((name) => usesAvoided(name, avoided)).map((name) => `${file.path}: ${name}`);
    });
    expect(found).toEqual([]);
  });
});

describe('states', () => {
  test('an accepted message is never said to be sent or delivered', () => {
    const models = files.filter(({ path: file }) =>
      /^core\/model\/(?:outcome|ledger|report|run|message)\.ts$/.test(file),
    );
    expect(models.length).toBeGreaterThan(3);
    expect(
      models.filter(({ text }) => /'(?:sent|delivered)'|\bsent\??:/.test(text)).map(({ path: file }) => file),
    ).toEqual([]);
  });
});

describe('files', () => {
  test('none only gathers the exports of others', () => {
    const barrels = files.filter(({ tree }) => {
      const reexports = tree.statements.filter((node) => ts.isExportDeclaration(node) && node.moduleSpecifier);
      const everything = reexports.some((node) => ts.isExportDeclaration(node) && node.exportClause === undefined);
      return everything || (reexports.length > 0 && reexports.length === tree.statements.length);
    });
    expect(barrels.map(({ path: file }) => file)).toEqual([]);
  });

  test('Lambda entries have at most 40 lines', () => {
    const entries = files.filter(
      ({ path: file, text }) => /^functions\//.test(file) && /^export const handler\b/m.test(text),
    );
    expect(entries.filter(({ text }) => lines(text) > 40).map(({ path: file }) => file)).toEqual([]);
  });

  test('nineteen in twenty have under 300 lines, and none 500', () => {
    const long = files
      .filter(({ text }) => lines(text) >= 300)
      .map(({ path: file, text }) => `${file}: ${lines(text)}`);
    expect(long.length <= files.length / 20 ? [] : long).toEqual([]);
    expect(files.filter(({ text }) => lines(text) >= 500).map(({ path: file }) => file)).toEqual([]);
  });
});

function mayImport(from: string, target: string): boolean {
  const rule = table.find(({ files: pattern }) => pattern.test(from));
  if (rule === undefined) return false;
  const technology = rule.files.exec(from)?.groups?.['technology'] ?? '';
  const listed = rule.may.some((allowed) => {
    if (typeof allowed === 'string') return allowed === target;
    return new RegExp(allowed.source.replace('$<technology>', technology)).test(target);
  });
  return listed || (rule.packages === true && !ours.test(target) && !target.includes('../'));
}

function coreUses(fits: (node: ts.Node) => boolean): string[] {
  const found: string[] = [];
  for (const file of files.filter(({ path: name }) => name.startsWith('core/'))) {
    walk(file.tree, (node) => {
      if (fits(node)) {
        const { line } = file.tree.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${file.path}:${line + 1}: ${node.getText()}`);
      }
    });
  }
  return found;
}

/** Whether an identifier names a global, and not a property, a key or a declaration of that name. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(ts.isPropertySignature(parent) || ts.isMethodSignature(parent) || ts.isBindingElement(parent));
}

/** `new Date()` and `Date()`: the clock. */
function isNow(node: ts.Node): boolean {
  const made = ts.isNewExpression(node) && (node.arguments ?? []).length === 0;
  return (made || ts.isCallExpression(node)) && node.expression.getText() === 'Date';
}

/** The words after "Avoid:" in the glossary. */
function avoidedWords(): string[] {
  const glossary = readFileSync(path.join(root, 'docs/glossary.md'), 'utf8');
  return [...glossary.matchAll(/^\s*Avoid, in names: (.+)$/gm)].flatMap(([, words = '']) =>
    words.replace(/\.$/, '').split(', '),
  );
}

/** `blockList` uses "block list"; a plural is its word. */
function usesAvoided(name: string, avoided: readonly string[]): boolean {
  const words = wordsOf(name).map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
  const phrase = ` ${words.join(' ')} `;
  return avoided.some((word) => phrase.includes(` ${word} `));
}

function lines(text: string): number {
  return text.trimEnd().split('\n').length;
}
