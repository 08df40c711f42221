import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchResult } from './measure.ts';

interface Benchmark {
  run?: () => Promise<BenchResult>;
  /** For one that takes minutes. */
  onlyWhenNamed?: boolean;
}

// npm run bench [-- --json] [NAME…]. Every file beside this one that exports `run` is a benchmark; each runs in a process of its
// own, so that its memory and its warmth are its own.

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    child: { type: 'string' },
    named: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

if (values.child === undefined) await all();
else await one(values.child);

async function one(name: string): Promise<void> {
  const { run, onlyWhenNamed = false } = (await import(`./${name}.ts`)) as Benchmark;
  if (run !== undefined && (!onlyWhenNamed || values.named)) process.send?.(await run());
  process.disconnect?.();
}

async function all(): Promise<void> {
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.ts') && !['main.ts', 'measure.ts'].includes(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => positionals.length === 0 || positionals.includes(name))
    .sort();
  for (const name of files) {
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        fileURLToPath(import.meta.url),
        '--child',
        name,
        ...(positionals.includes(name) ? ['--named'] : []),
      ],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    );
    child.on('message', (result: BenchResult) => print(result));
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) process.exitCode = 1;
  }
}

function print(result: BenchResult): void {
  if (values.json) {
    console.log(JSON.stringify(result));
    return;
  }
  const { name, figure, unit, baseline, ratio, peakRssMb, extra = {} } = result;
  const number = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 3 });
  console.log(`${name}: ${number(figure)} ${unit}`);
  console.log(`  baseline ${number(baseline)}, ${number(ratio)} times; peak ${peakRssMb} MB`);
  for (const [key, value] of Object.entries(extra)) console.log(`  ${key}: ${number(value)}`);
}
