import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../source.ts';

const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
const files = readdirSync(path.join(root, 'core/stages')).map((file) => path.basename(file, '.ts'));
const linked = new Set([...page.matchAll(/\(\.\.\/core\/stages\/([a-z-]+)\.ts\)/g)].map(([, name = '']) => name));
const rows = [...page.matchAll(/^\| ([a-z-]+) \| `(\w+)`/gm)].map(([, stage = '', verb = '']) => ({ stage, verb }));

test('docs/architecture.md has a row for every stage of the pipeline, with a function that is there', () => {
  const stages = 'gather assemble render check select partition compose send settle record-feedback report';
  expect(rows.map(({ stage }) => stage)).toEqual(expect.arrayContaining(stages.split(' ')));
  for (const { stage, verb } of rows) {
    const source = readFileSync(path.join(root, `core/stages/${stage}.ts`), 'utf8');
    expect(source).toMatch(new RegExp(`^export (?:async )?function\\*? ${verb}\\b`, 'm'));
  }
});

test('docs/architecture.md names every file of core/stages that is no part of another, and none that is not there', () => {
  const parts = (file: string) => [...linked].some((name) => file.startsWith(`${name}-`));
  expect(files.filter((file) => !linked.has(file) && !parts(file))).toEqual([]);
  expect([...linked].filter((name) => !existsSync(path.join(root, `core/stages/${name}.ts`)))).toEqual([]);
});
