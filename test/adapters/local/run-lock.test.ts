import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { acquireRunLock } from '../../../adapters/local/run-lock.ts';
import { temporaryFolder } from '../../temporary.ts';

const holder = `
import Sqlite from 'libsql';
const database = new Sqlite(process.argv[1]);
database.exec('BEGIN EXCLUSIVE');
process.stdout.write('held');
setInterval(() => {}, 1000);`;

const glancer = `
import { readSync } from 'node:fs';
import Sqlite from 'libsql';
const database = new Sqlite(process.argv[1]);
database.exec('BEGIN EXCLUSIVE');
process.stdout.write('held');
readSync(0, Buffer.alloc(8));
database.exec('ROLLBACK');`;

describe('run lock', () => {
  test('one holder at a time, free again when released', async () => {
    const file = path.join(await temporaryFolder(), 'run.lock');
    const lock = acquireRunLock(file);
    expect(lock).not.toBeNull();
    expect(acquireRunLock(file)).toBeNull();
    lock?.release();
    const again = acquireRunLock(file);
    expect(again).not.toBeNull();
    again?.release();
  });

  test('whoever has patience is not put off by another that only looks', async () => {
    const file = path.join(await temporaryFolder(), 'run.lock');
    const child = spawn(process.execPath, ['--input-type=module', '-e', glancer, file]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(acquireRunLock(file)).toBeNull();
    child.stdin.end('go');
    const lock = acquireRunLock(file, 20_000);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  test('is free at once after its holder is killed', async () => {
    const file = path.join(await temporaryFolder(), 'run.lock');
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, file]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(acquireRunLock(file)).toBeNull();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const lock = acquireRunLock(file);
    expect(lock).not.toBeNull();
    lock?.release();
  });
});
