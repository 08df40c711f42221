import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build, type Plugin } from 'esbuild';
import { type Mutant, mutants } from './mutants.ts';
import type { Summary } from './simulate.ts';

const root = path.resolve(import.meta.dirname, '../..');
const seeds = 1_000;

type Simulate = (start: number, count: number, onSeed?: (summary: Summary) => boolean) => Promise<Summary>;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(root, 'node_modules', '.mutants-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The simulator over the real stages, with one mutation in them. */
async function simulatorWith(mutant: Mutant): Promise<Simulate> {
  const file = path.join(root, mutant.file);
  const source = await readFile(file, 'utf8');
  if (source.split(mutant.find).length !== 2)
    throw new Error(`${mutant.file} does not hold exactly once: ${mutant.find}`);
  const plugin: Plugin = {
    name: 'mutant',
    setup(builder) {
      builder.onLoad({ filter: /\.ts$/ }, (args) =>
        args.path === file ? { contents: source.replace(mutant.find, () => mutant.replace), loader: 'ts' } : undefined,
      );
    },
  };
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'test/simulator/simulate.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    write: false,
    plugins: [plugin],
    logLevel: 'error',
  });
  const output = path.join(folder, `${mutants.indexOf(mutant)}.mjs`);
  await writeFile(output, outputFiles[0]?.contents ?? '');
  return ((await import(pathToFileURL(output).href)) as { simulate: Simulate }).simulate;
}

describe('the simulator catches', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_name, mutant) => {
    const simulate = await simulatorWith(mutant);
    const { first } = await simulate(1, seeds, (summary) => summary.violations > 0);
    expect(first).not.toBeNull();
  });
});
