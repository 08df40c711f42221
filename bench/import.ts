import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchResult, median, rounded } from './measure.ts';

export const onlyWhenNamed = true;

const people = 1_000_000;

interface Passage {
  rowsPerSecond: number;
  /** Of the processor, user and system, every thread. */
  rowsPerCpuSecond: number;
  peakRssMb: number;
}

/**
 * `pressrun subscribers import` of 1,000,000 rows into an empty database, against csv-parse that only counts the rows of the same file. Turn
 * by turn, each in a process of its own, and the start of the process counted.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-bench-'));
  try {
    const file = path.join(folder, 'readers.csv');
    await writeReaders(file);
    await writeFile(path.join(folder, 'pressrun.config.json'), JSON.stringify(config));
    // As the product is shipped: no transpiler in the process that is measured.
    execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: fileURLToPath(new URL('..', import.meta.url)) });
    const ours: Passage[] = [];
    const theirs: Passage[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      theirs.push(parsed(folder));
      ours.push(imported(folder, turn));
    }
    const figure = median(ours.map(({ rowsPerSecond }) => rowsPerSecond));
    const baseline = median(theirs.map(({ rowsPerSecond }) => rowsPerSecond));
    const cpu = median(ours.map(({ rowsPerCpuSecond }) => rowsPerCpuSecond));
    const cpuBaseline = median(theirs.map(({ rowsPerCpuSecond }) => rowsPerCpuSecond));
    const peak = Math.max(...ours.map(({ peakRssMb }) => peakRssMb));
    return {
      name: 'import',
      figure: Math.round(figure),
      unit: 'rows a second of 1,000,000; baseline: csv-parse alone',
      baseline: Math.round(baseline),
      ratio: rounded(figure / baseline),
      peakRssMb: peak,
      extra: {
        'rows a second of the processor': Math.round(cpu),
        'rows a second of the processor, csv-parse': Math.round(cpuBaseline),
        'ratio by the processor': rounded(cpu / cpuBaseline),
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const config = {
  publication: { name: 'The Example Ledger', url: 'https://news.example.org', language: 'en', postalAddress: '1 Way' },
  newsletters: [
    {
      ...{ slug: 'world-brief', title: 'World Brief', from: 'World Brief <brief@news.example.org>' },
      ...{ timeZone: 'America/New_York', template: 'brief', sections: [{ title: 'Today', select: {} }] },
    },
  ],
};

/** Six columns, some values quoted, one address in fifty thousand there twice, as exports are. */
async function writeReaders(file: string): Promise<void> {
  const out = createWriteStream(file);
  out.write('Email Address,First Name,Last Name,City,Plan,Signed up\r\n');
  for (let start = 0; start < people; start += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, offset) => {
      const index = start + offset;
      const of = index % 50_000 === 49_999 ? index - 1 : index;
      return `reader${of}@example${index % 7}.com,Zoë ${index},"O'Neil, ${index}",Springfield,${index % 3 === 0 ? 'paid' : 'free'},2025-${String((index % 12) + 1).padStart(2, '0')}-11\r\n`;
    });
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function imported(folder: string, turn: number): Passage {
  const data = path.join(folder, `data${turn}`);
  const argv = ['subscribers', 'import', 'readers.csv', '--newsletter', 'world-brief', '--consent-source', 'bench'];
  const given = [process.execPath, 'pressrun', ...argv, '--data', data, '--json'];
  const { seconds, cpuSeconds, output, peakRssMb } = measured(
    `process.argv = ${JSON.stringify(given)}; await import(${JSON.stringify(new URL('../dist/cli/main.js', import.meta.url).href)});`,
    folder,
  );
  const counts = JSON.parse(output) as { rows: number; added: number; duplicates: number };
  assert.equal(counts.rows, people);
  assert.equal(counts.added + counts.duplicates, people);
  return { rowsPerSecond: people / seconds, rowsPerCpuSecond: people / cpuSeconds, peakRssMb };
}

/** Reads every row as csv-parse gives it, and does nothing with it. */
function parsed(folder: string): Passage {
  const { seconds, cpuSeconds, output, peakRssMb } = measured(
    `const { createReadStream } = await import('node:fs');
    const { parse } = await import(${JSON.stringify(import.meta.resolve('csv-parse'))});
    const rows = createReadStream('readers.csv', { highWaterMark: 1 << 18 }).pipe(parse({ bom: true }));
    let count = 0;
    rows.on('readable', () => { while (rows.read() !== null) count += 1; });
    await new Promise((resolve, reject) => rows.on('end', resolve).on('error', reject));
    console.log(count);`,
    folder,
  );
  assert.equal(Number(output), people + 1);
  return { rowsPerSecond: people / seconds, rowsPerCpuSecond: people / cpuSeconds, peakRssMb };
}

/** Runs code in a process of its own; the start of the process counts. */
function measured(code: string, cwd: string) {
  const began = performance.now();
  // What the code prints is on the output; what is measured comes by the other stream.
  const whole = `const { writeSync } = await import('node:fs');
    process.on('exit', () => writeSync(2, '@@' + JSON.stringify(process.resourceUsage())));
    ${code}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', whole], {
    cwd,
    encoding: 'utf8',
  });
  const seconds = (performance.now() - began) / 1000;
  assert.equal(status, 0, stderr);
  const usage = JSON.parse(stderr.split('@@')[1] ?? '{}') as NodeJS.ResourceUsage;
  const cpuSeconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
  return { seconds, cpuSeconds, output: stdout, peakRssMb: Math.round(usage.maxRSS / 1024) };
}
