import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type SesEmulator, startSesEmulator } from '../emulators/ses-emulator.ts';
import { root } from '../source.ts';
import { at, editionId, TestPublication } from './publication.ts';

const main = path.join(root, 'dist/cli/main.js');
let publication: TestPublication;
/** What processes find in their environment besides this one's. */
let environment: Record<string, string> = {};
const children: ChildProcess[] = [];

beforeAll(() => {
  execFileSync('node', ['esbuild.config.mjs'], { cwd: root });
});

beforeEach(() => {
  publication = new TestPublication();
  environment = {};
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  publication.remove();
});

function pressrun(...argv: string[]) {
  return spawnSync('node', [main, ...argv], { cwd: publication.folder, encoding: 'utf8' });
}

function surroundings() {
  return { cwd: publication.folder, env: { ...process.env, ...environment } };
}

/** A `send` in a process of its own. */
function sending() {
  const child = spawn('node', [main, 'send', 'world-brief', '--at', at, '--yes', '--json'], surroundings());
  children.push(child);
  let output = '';
  let notes = '';
  child.stdout.on('data', (text) => {
    output += String(text);
  });
  child.stderr.on('data', (text) => {
    notes += String(text);
  });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, output }));
  });
  return { child, ended, notes: () => notes };
}

function accepted(): number {
  const folder = path.join(publication.data, 'outbox', editionId);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')).length : 0;
}

/** @throws after twenty seconds: what is awaited then never comes. */
async function until(holds: () => boolean): Promise<void> {
  for (let polls = 0; !holds(); polls += 1) {
    if (polls > 4_000) throw new Error('It never came.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the process', () => {
  test('help and version exit 0, wrong usage 2, a refusal 1', () => {
    expect(pressrun('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(pressrun('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
    expect(pressrun('sned')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('Did you mean send?'),
    });
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

describe('the package, without the sources', () => {
  test('has help for deploy, and says where the stack is made', () => {
    const folder = path.join(publication.folder, 'package');
    cpSync(path.join(root, 'dist/cli'), path.join(folder, 'dist/cli'), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const { newsletters, publication: about } = JSON.parse(publication.read('pressrun.config.json'));
    const deployments = { dev: { region: 'eu-west-1', identity: { domain: 'news.example.org' } } };
    const config = publication.write(
      'deployed.json',
      JSON.stringify({ publication: about, newsletters, ses: { region: 'eu-west-1' }, deployments }),
    );
    const packaged = (...argv: string[]) =>
      spawnSync('node', [path.join(folder, 'dist/cli/main.js'), ...argv], {
        cwd: publication.folder,
        encoding: 'utf8',
      });
    expect(packaged('deploy', '--help')).toMatchObject({ status: 0, stderr: '' });
    const { status, stderr } = packaged('deploy', '--config', config, '--yes');
    expect(status).toBe(2);
    expect(stderr).toContain(`In a checkout of Pressrun: npm ci, then npx pressrun deploy --config ${config}`);
  });
});

describe('a send that is killed', () => {
  const readers = 1_000;

  test('at any moment, and run again, mails everybody once', async () => {
    await publication.articles('Harbour opens');
    await publication.subscribers(readers);
    for (const share of [0.01, 0.3]) {
      const { child, ended } = sending();
      await until(() => accepted() > readers * share);
      child.kill('SIGKILL');
      await ended;
    }
    const { code, output } = await sending().ended;
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ state: 'finished', counts: { recipients: readers, accepted: readers } });
    expect(accepted()).toBe(readers);
  });
});

describe('a send in another process', () => {
  // At nine a second it goes on for longer than any process takes to start.
  const readers = 54;
  let ses: SesEmulator;

  beforeEach(async () => {
    ses = await startSesEmulator({ protocol: 'http', limits: { maxSendRate: 10 } });
    environment = { AWS_ENDPOINT_URL_SES: ses.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    publication.remove();
    publication = new TestPublication({ mailer: 'ses' });
    await publication.articles('Harbour opens');
    await publication.subscribers(readers);
  });

  afterEach(() => ses.close());

  /** Runs beside the emulator, which lives in this process. */
  async function beside(...argv: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const child = spawn('node', [main, ...argv], surroundings());
    children.push(child);
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (text) => {
        texts[name] += String(text);
      });
    }
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { status, ...texts };
  }

  async function begun(): Promise<ReturnType<typeof sending>> {
    const send = sending();
    await until(() => ses.accepted().length > 0);
    return send;
  }

  test('stops when it is told to from another terminal, and resume finishes it', async () => {
    const { ended } = await begun();
    const stop = await beside('stop', editionId, '--json');
    expect(stop.status).toBe(0);
    expect(JSON.parse(stop.stdout)).toMatchObject({ state: 'stopped' });
    const { code, output } = await ended;
    expect(code).toBe(1);
    const { counts } = JSON.parse(output);
    expect(counts.unattempted).toBeGreaterThan(0);
    expect(counts.accepted).toBe(ses.accepted().length);
    ses.setLimits({ maxSendRate: 1_000 });
    expect((await beside('resume', editionId)).status).toBe(0);
    expect(ses.accepted()).toHaveLength(readers);
  });

  test('ends well at Ctrl-C', async () => {
    const { child, ended } = await begun();
    child.kill('SIGINT');
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ state: 'stopped', counts: { uncertain: 0 } });
  });

  test('is interrupted when it is killed, as status says', async () => {
    const { child, ended } = await begun();
    child.kill('SIGKILL');
    await ended;
    const { stdout } = await beside('status', editionId, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'interrupted' });
  });

  test('is watched by a second one, which exits as it does; nobody is mailed twice', async () => {
    const first = await begun();
    const second = sending();
    await until(() => second.notes().includes('Watching it'));
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(JSON.parse(two.output).counts).toEqual(JSON.parse(one.output).counts);
    expect(ses.accepted()).toHaveLength(readers);
  });

  test('makes another edition of the same data folder wait: it is told that it is busy', async () => {
    const { child, ended } = await begun();
    const other = await beside('send', 'evening-brief', '--at', at, '--yes', '--json');
    expect(other.status).toBe(1);
    expect(JSON.parse(other.stderr)).toMatchObject({ error: { code: 'RUN_BUSY' } });
    child.kill('SIGKILL');
    await ended;
  });
});
