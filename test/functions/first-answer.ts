import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../source.ts';
import type { Cloud } from './cloud.ts';

/** What one bundle made of one event, in a process of its own. */
export interface FirstAnswer {
  payload?: unknown;
  /** The name and the message of what the function threw. */
  error?: string;
  message?: string;
  /** Of the Node that ran it. */
  version: string;
  /** From before the bundle is imported until it has been; on the wall, and of the processor. */
  importMilliseconds: number;
  importCpuMilliseconds: number;
  /** From the start of the process until the answer is here. */
  processMilliseconds: number;
}

/** Starts a function's bundle in a folder that holds nothing but its code, with only its own environment, for one event. */
export async function firstAnswer(cloud: Cloud, node: string, name: string, event: object): Promise<FirstAnswer> {
  const { entry, environment } = cloud.environmentOf(name);
  const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-empty-'));
  try {
    cpSync(path.dirname(entry), folder, { recursive: true });
    const bundle = pathToFileURL(path.join(folder, 'index.mjs')).href;
    const runner = path.join(root, 'test/functions/one-event.mjs');
    const began = performance.now();
    const child = spawn(node, [runner, bundle, JSON.stringify(event)], { cwd: folder, env: environment });
    let output = '';
    let errors = '';
    let processMilliseconds = 0;
    child.stdout.on('data', (text) => {
      output += String(text);
      processMilliseconds = performance.now() - began;
    });
    child.stderr.on('data', (text) => {
      errors += String(text);
    });
    await new Promise((resolve) => child.once('close', resolve));
    const marked = output.split('\n@@')[1];
    if (marked === undefined) throw new Error(`${name} said nothing: ${errors}`);
    return { ...(JSON.parse(marked) as FirstAnswer), processMilliseconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A request for a page, as API Gateway hands it over, payload format 2.0. */
export const pageRequest = {
  version: '2.0',
  routeKey: 'ANY /',
  rawPath: '/',
  rawQueryString: '',
  headers: { host: 'news.example.org' },
  requestContext: {
    http: { method: 'GET', path: '/', sourceIp: '192.0.2.1', protocol: 'HTTP/1.1', userAgent: 'test' },
    domainName: 'news.example.org',
    stage: '$default',
    requestId: 'r',
  },
  isBase64Encoded: false,
};

/**
 * One passage of the cloud's edition, every step's function in a process of its own.
 *
 * @param step - runs a function for an event, and gives what it answered.
 */
export async function passage(
  cloud: Cloud,
  step: (name: string, event: object) => Promise<unknown>,
): Promise<Record<'send' | 'settle' | 'report', unknown>> {
  const reference = { editionId: cloud.edition, newsletter: 'world-brief', at: cloud.firing, force: false };
  const { revision } = (await step('assemble', reference)) as { revision: string };
  const checked = (await step('check', { ...reference, revision })) as { batchSize: number; ratePerWorker: number };
  await step('select', { ...reference, batchSize: checked.batchSize });
  const batch = { ...reference, revision, ratePerWorker: checked.ratePerWorker, number: 1 };
  return {
    send: await step('send', batch),
    settle: await step('settle', { ...reference, passes: 1, settlingSince: null }),
    report: await step('report', reference),
  };
}
