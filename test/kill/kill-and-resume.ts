import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolderArticleStore } from '../../adapters/local/folder-article-store.ts';
import { openDatabase } from '../../adapters/local/sqlite-database.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../../adapters/local/sqlite-subscriber-store.ts';
import { articleSchema } from '../../core/model/article.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { subscriberId } from '../../core/text/subscriber-id.ts';

const root = path.resolve(import.meta.dirname, '../..');
const commandLine = path.join(root, 'dist/cli/main.js');
const firstDay = Date.parse('2026-03-02T12:00:00.000Z');
const day = 86_400_000;

/** What came of killing a send again and again. */
export interface KillReport {
  kills: number;
  /** Of these, how many hit a send that had begun to write files. */
  killsWhileWriting: number;
  editions: number;
  recipients: number;
  files: number;
}

interface Options {
  folder: string;
  recipients: number;
  kills: number;
  /** Numbers in [0, 1). */
  random: () => number;
  onKill?: (report: KillReport) => void;
}

/**
 * Sends an edition with the real command line, kills it with SIGKILL at a random moment, runs it again, and so on; then lets it finish
 * and counts. Where an edition is finished before the kills are used up, the next day's is begun.
 *
 * @throws {AssertionError} when a recipient has no file or two, when a half file is left, or when the report does not balance.
 */
export async function killAndResume(options: Options): Promise<KillReport> {
  const { folder, recipients, kills, onKill } = options;
  const addresses = await prepare(folder, recipients);
  const report: KillReport = { kills: 0, killsWhileWriting: 0, editions: 0, recipients, files: 0 };
  while (report.kills < kills || report.editions === 0) {
    const at = new Date(firstDay + report.editions * day).toISOString();
    const outbox = path.join(folder, 'data/outbox/daily', at.slice(0, 10));
    let finished = false;
    while (!finished && report.kills < kills) {
      finished = await sendAndKill(folder, at, outbox, options, report);
      onKill?.(report);
    }
    await sendWhole(folder, at);
    await check(folder, at, outbox, addresses);
    report.editions += 1;
    report.files += addresses.size;
  }
  return report;
}

/** @returns true when the send was over before it could be killed. */
async function sendAndKill(
  folder: string,
  at: string,
  outbox: string,
  options: Options,
  report: KillReport,
): Promise<boolean> {
  const { recipients, kills, random } = options;
  const before = await filesIn(outbox);
  const child = sendEdition(folder, at);
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  // Now and then at any moment of its start; mostly soon after it goes on writing, so that the edition lasts for all kills.
  if (random() < 0.25) await sleep(random() * 900);
  else {
    await firstNewFile(child, outbox, before);
    await sleep((random() * 2 * recipients) / kills / 2);
  }
  child.kill('SIGKILL');
  const [code, signal] = await exit;
  if (signal !== 'SIGKILL') {
    assert.equal(code, 0, 'a send that was not killed ends well');
    return true;
  }
  report.kills += 1;
  if ((await filesIn(outbox)) > before) report.killsWhileWriting += 1;
  return false;
}

/** Waits until the child writes a file, or ends. */
async function firstNewFile(child: ChildProcess, outbox: string, before: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (child.exitCode === null && Date.now() < deadline && (await filesIn(outbox)) <= before) await sleep(15);
}

function sendEdition(folder: string, at: string, ...more: string[]): ChildProcess {
  const args = ['send', 'daily', '--at', at, '--yes', '--config', path.join(folder, 'pressrun.config.json')];
  return spawn(process.execPath, [commandLine, ...args, '--data', path.join(folder, 'data'), ...more], {
    stdio: 'ignore',
  });
}

async function sendWhole(folder: string, at: string): Promise<void> {
  const [code] = (await once(sendEdition(folder, at), 'exit')) as [number | null];
  assert.equal(code, 0, 'the last send ends well');
}

/** Every recipient has exactly one file, nothing is half written, and the report says the same. */
async function check(folder: string, at: string, outbox: string, addresses: ReadonlySet<string>): Promise<void> {
  const names = await readdir(outbox);
  const half = names.filter((name) => !name.endsWith('.eml'));
  assert.equal(half.join(' '), '', 'no half file is left');
  const seen = new Set<string>();
  for (const name of names) {
    const [, to = ''] = /^To: (.+?)\r$/m.exec(await readFile(path.join(outbox, name), 'latin1')) ?? [];
    assert.ok(addresses.has(to), `${to} is a recipient`);
    assert.ok(!seen.has(to), `${to} has one file`);
    seen.add(to);
  }
  assert.equal(seen.size, addresses.size, 'nobody is missing');
  const { counts } = JSON.parse(await reportOf(folder, at)) as { counts: Record<string, number> };
  const { candidates, recipients, exclusions, accepted } = counts;
  assert.equal(candidates, (recipients ?? 0) + (exclusions ?? 0));
  assert.equal(accepted, recipients, 'all are accepted');
  assert.equal(recipients, addresses.size);
}

async function reportOf(folder: string, at: string): Promise<string> {
  const args = [
    commandLine,
    'report',
    `daily/${at.slice(0, 10)}`,
    '--json',
    '--config',
    path.join(folder, 'pressrun.config.json'),
  ];
  const child = spawn(process.execPath, [...args, '--data', path.join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += String(data);
  });
  await once(child, 'close');
  return output;
}

async function filesIn(outbox: string): Promise<number> {
  return existsSync(outbox) ? (await readdir(outbox)).filter((name) => name.endsWith('.eml')).length : 0;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A publication with one article and as many readers as asked for. @returns their addresses. */
async function prepare(folder: string, recipients: number): Promise<Set<string>> {
  const data = path.join(folder, 'data');
  await mkdir(data, { recursive: true });
  await writeFile(path.join(folder, 'pressrun.config.json'), JSON.stringify(config));
  const article = {
    id: 'a1',
    headline: 'The ferry sails again',
    publishedAt: '2026-03-01T12:00:00Z',
    source: { format: 'json', reference: 'a1' },
  };
  await createFolderArticleStore(path.join(data, 'articles')).put(articleSchema.parse(article));
  const database = openDatabase(path.join(data, 'pressrun.db'), [subscriberSchema]);
  const subscribers = createSqliteSubscriberStore(database);
  const everyone = Array.from({ length: recipients }, (_, index) => reader(index));
  for (let at = 0; at < recipients; at += 1_000) await subscribers.save(everyone.slice(at, at + 1_000));
  database.close();
  return new Set(everyone.map((subscriber) => subscriber.email));
}

function reader(index: number): Subscriber {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: subscriberId(Date.parse(at) + index, 'kill'),
    email: `reader${index}@example.com`,
    newsletters: [{ slug: 'daily', status: 'active', since: at }],
    attributes: { first_name: `Reader ${index}` },
    locale: null,
    timeZone: null,
    consent: { source: 'test', at },
    createdAt: at,
  };
}

const config = {
  publication: { name: 'The Test', url: 'https://news.example.org', postalAddress: '1 Test Way' },
  newsletters: [
    {
      slug: 'daily',
      title: 'Daily',
      from: 'Daily <daily@news.example.org>',
      timeZone: 'UTC',
      template: 'story',
      allowRepeats: true,
      sections: [{ title: 'Today', select: {}, layout: 'full' }],
    },
  ],
};
