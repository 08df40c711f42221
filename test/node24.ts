import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './source.ts';

/** A Node 24, which Lambda runs; or why there is none. */
export type Node24 = { file: string; version: string } | { file: null; why: string };

const kept = path.join(root, 'node_modules/.cache/pressrun-node24');
/** How long the registry may take: 50 MB. */
const fetchMilliseconds = 90_000;

/**
 * Finds a Node 24: what PRESSRUN_NODE24 names, this process's own, the one fetched before, else npm's package of it for this platform, fetched now
 * (52 MB; MIT) into a folder that `npm ci` clears. `PRESSRUN_NODE24=none` looks for none.
 */
export async function findNode24(): Promise<Node24> {
  const named = process.env['PRESSRUN_NODE24'];
  if (named === 'none') return { file: null, why: 'PRESSRUN_NODE24 is none' };
  if (named !== undefined) return checked(named);
  if (process.versions.node.startsWith('24.')) return { file: process.execPath, version: process.version };
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const file = path.join(kept, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(file)) {
    const failure = await fetchPackage(`${name}@24`);
    if (failure !== null) return { file: null, why: `npm could not fetch ${name}@24: ${failure}` };
  }
  return checked(file);
}

function checked(file: string): Node24 {
  const { stdout, error } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return { file: null, why: `${file} does not start: ${error.message}` };
  const version = stdout.trim();
  return version.startsWith('v24.') ? { file, version } : { file: null, why: `${file} is ${version}` };
}

/** @returns null, or what went wrong. */
async function fetchPackage(wanted: string): Promise<string | null> {
  mkdirSync(kept, { recursive: true });
  // Without a package of its own npm would install into the nearest folder above that has one.
  writeFileSync(path.join(kept, 'package.json'), '{ "private": true }\n');
  const argv = ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', wanted];
  const child = spawn('npm', argv, { cwd: kept, stdio: ['ignore', 'ignore', 'pipe'], timeout: fetchMilliseconds });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += String(text);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) =>
      resolve(code === 0 ? null : (/^npm error (.+)$/m.exec(errors)?.[1] ?? `exit ${code}`)),
    );
  });
}
