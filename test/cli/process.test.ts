import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { root } from '../source.ts';
import { at, editionId, TestPublication } from './publication.ts';

const main = path.join(root, 'dist/cli/main.js');
let publication: TestPublication;

beforeAll(() => {
  execFileSync('node', ['esbuild.config.mjs'], { cwd: root });
});

beforeEach(() => {
  publication = new TestPublication();
});

afterEach(() => {
  publication.remove();
});

function pressrun(...argv: string[]) {
  return spawnSync('node', [main, ...argv], { cwd: publication.folder, encoding: 'utf8' });
}

/** A `send` in a process of its own. */
function sending() {
  const child = spawn('node', [main, 'send', 'world-brief', '--at', at, '--yes', '--json'], {
    cwd: publication.folder,
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += String(text);
  });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, output }));
  });
  return { child, ended };
}

function accepted(): number {
  const folder = path.join(publication.data, 'outbox', editionId);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')).length : 0;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the process', () => {
  test('help and version exit 0, wrong usage 2, a refusal 1', () => {
    expect(pressrun('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(pressrun('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
    expect(pressrun('sned')).toMatchObject({ status: 2, stdout: '' });
    expect(pressrun('sned').stderr).toContain('Did you mean send?');
    expect(pressrun('status', 'world-brief/2020-01-01')).toMatchObject({ status: 1, stdout: '' });
  });

  test('help reads nothing but the parser: every command is read when it is called', () => {
    const main = 'cli/main.ts';
    const script = `
      import { build } from 'esbuild';
      const { metafile } = await build({ entryPoints: ['${main}'], bundle: true, splitting: true, format: 'esm', platform: 'node',
        packages: 'external', outdir: 'out', write: false, metafile: true });
      const read = new Set();
      const follow = (file) => {
        for (const { path, kind, external } of metafile.outputs[file].imports) {
          if (kind !== 'import-statement' || read.has(path)) continue;
          read.add(path);
          if (!external) follow(path);
        }
      };
      follow('out/main.js');
      console.log(JSON.stringify([...read].filter((path) => !path.startsWith('out/'))));`;
    const packages = execFileSync('node', ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
    expect(JSON.parse(packages).sort()).toEqual(['commander', 'node:path', 'picocolors']);
  });

  test('says where in the code an error comes from only when asked', () => {
    const argv = [main, 'schedule', '--config', 'none.json'];
    const options = { cwd: publication.folder, encoding: 'utf8' } as const;
    expect(spawnSync('node', argv, options).stderr).not.toMatch(/^\s+at /m);
    const debug = spawnSync('node', argv, { ...options, env: { ...process.env, PRESSRUN_DEBUG: '1' } });
    expect(debug.stderr).toMatch(/^\s+at /m);
  });

  test('a reader that goes away is no error', () => {
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', `node ${main} schedule --count 1500 | head -n 1; echo \${PIPESTATUS[0]}`],
      {
        cwd: publication.folder,
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^World Brief \(world-brief\).*\n0\n$/);
  });

  test('bash completes commands, options, newsletters and editions', () => {
    const script = `
      pressrun() { node ${main} "$@"; }
      source <(pressrun completion bash)
      complete_line() { COMP_WORDS=($1 "$2"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _pressrun; printf '%s ' "\${COMPREPLY[@]}"; echo; }
      complete_line pressrun sen
      complete_line "pressrun send" ""
      complete_line "pressrun send world-brief" --d`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: publication.folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([
      'send',
      'world-brief evening-brief',
      '--dry-run --data --deployment',
      '',
    ]);
  });
});

describe('a send in another process', () => {
  const readers = 800;

  beforeEach(async () => {
    await publication.articles('Harbour opens');
    await publication.subscribers(readers);
  });

  test('killed at any moment and run again, it mails everybody once', async () => {
    for (const share of [0.01, 0.4]) {
      const { child, ended } = sending();
      await until(() => accepted() > readers * share);
      child.kill('SIGKILL');
      expect((await ended).code).toBeNull();
    }
    expect(JSON.parse(pressrun('status', editionId, '--json').stdout).state).toBe('interrupted');
    const { code, output } = await sending().ended;
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ state: 'finished', counts: { recipients: readers, accepted: readers } });
    expect(accepted()).toBe(readers);
  });

  test('stopped from another terminal it stops, and resume finishes it', async () => {
    const { ended } = sending();
    await until(() => accepted() > 20);
    const stop = pressrun('stop', editionId, '--json');
    expect(stop.status).toBe(0);
    expect(JSON.parse(stop.stdout)).toMatchObject({ state: 'stopped' });
    const { code, output } = await ended;
    expect(code).toBe(1);
    const { counts } = JSON.parse(output);
    expect(counts.unattempted).toBeGreaterThan(0);
    expect(counts.accepted).toBe(accepted());
    expect(pressrun('resume', editionId).status).toBe(0);
    expect(accepted()).toBe(readers);
  });

  test('Ctrl-C ends it well', async () => {
    const { child, ended } = sending();
    await until(() => accepted() > 20);
    child.kill('SIGINT');
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ state: 'stopped', counts: { uncertain: 0 } });
  });

  test('a second one watches it and exits as it does; nobody is mailed twice', async () => {
    const first = sending();
    await until(() => accepted() > 20);
    const second = sending();
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect(one.code).toBe(0);
    expect(two.code).toBe(0);
    expect(JSON.parse(two.output).counts).toEqual(JSON.parse(one.output).counts);
    expect(accepted()).toBe(readers);
  });

  test('another edition of the same data folder is told that it is busy', async () => {
    const { ended } = sending();
    await until(() => accepted() > 10);
    const other = pressrun('send', 'evening-brief', '--at', at, '--yes', '--json');
    expect(other.status).toBe(1);
    expect(JSON.parse(other.stderr)).toMatchObject({ error: { code: 'RUN_BUSY' } });
    expect((await ended).code).toBe(0);
  });
});
