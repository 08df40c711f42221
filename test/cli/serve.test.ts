import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Run } from '../../core/model/run.ts';
import { newsletterKey } from '../../core/text/hash.ts';
import { createTokens, expiryDay, type TokenKey } from '../../core/text/token.ts';
import { root } from '../source.ts';
import { at, editionId, TestPublication } from './publication.ts';

const preferencesClaims = {
  purpose: 'preferences',
  subscriberId: 'reader1',
  newsletters: [newsletterKey('world-brief')],
  edition: null,
} as const;

let publication: TestPublication;

beforeAll(() => {
  // The preview's page is bundled.
  execFileSync('node', ['esbuild.config.mjs'], { cwd: root });
});

afterEach(() => {
  publication.remove();
});

async function finishedRun(): Promise<Run> {
  for (;;) {
    const runs = await publication.local((local) => local.runs.list());
    const finished = runs.find(({ state }) => state === 'finished');
    if (finished !== undefined) return finished;
    await wait(50);
  }
}

describe('serve', () => {
  test('sends what was missed a moment ago, once, and ends well at Ctrl-C', async () => {
    publication = new TestPublication({ cron: '* * * * *' });
    await publication.articlesAt(new Date(Date.now() - 3_600_000).toISOString(), 'Harbour opens');
    await publication.subscribers(3);
    const controller = new AbortController();
    const serving = publication.run(['serve', '--port', '0'], null, { interruption: controller.signal });
    const { editionId } = await finishedRun();
    controller.abort();
    const { exit, notes } = await serving;
    expect(exit).toBe(0);
    expect(notes).toContain('evening-brief: by hand only');
    const { json } = await publication.run(['report', editionId, '--json']);
    expect(json.counts).toMatchObject({ recipients: 3, accepted: 3 });

    const again = new AbortController();
    const second = publication.run(['serve', '--port', '0'], null, { interruption: again.signal });
    await wait(300);
    again.abort();
    expect((await second).output).not.toContain(editionId);
  });

  test('what Ctrl-C cut short is finished by the next one', async () => {
    const due = new Date(Date.now() - 60_000);
    const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
    publication = new TestPublication({ timeZone: 'UTC', cron });
    await publication.articlesAt(new Date(Date.now() - 3_600_000).toISOString(), 'Harbour opens');
    await publication.subscribers(1_000);
    const controller = new AbortController();
    const serving = publication.run(['serve', '--port', '0'], null, { interruption: controller.signal });
    const step = async () => (await publication.local((local) => local.runs.list()))[0]?.step ?? 'assemble';
    while (['assemble', 'render', 'check', 'select'].includes(await step())) await wait(10);
    controller.abort();
    expect((await serving).output).toContain('stopped at send');

    const again = new AbortController();
    const second = publication.run(['serve', '--port', '0'], null, { interruption: again.signal });
    const { editionId } = await finishedRun();
    again.abort();
    await second;
    const { json } = await publication.run(['report', editionId, '--json']);
    expect(json.counts).toMatchObject({ recipients: 1_000, accepted: 1_000 });
  });

  test('serves the readers’ pages and the preview; leaving by a link of a message bars the reader from the next edition', async () => {
    publication = new TestPublication();
    await publication.articles('Harbour opens');
    await publication.subscribers(2);
    await publication.run(['send', 'world-brief', '--at', at, '--yes']);
    const message = readFileSync(publication.outboxFiles(editionId)[0] ?? '', 'utf8');
    const [, link = ''] = /^List-Unsubscribe: <(.*)>\r$/m.exec(message) ?? [];
    const controller = new AbortController();
    let pages = '';
    const serving = publication.run(['serve', '--port', '0'], null, {
      interruption: controller.signal,
      onOutput: (text) => {
        pages = /Readers’ pages at (\S+)/.exec(text)?.[1] ?? pages;
      },
    });
    while (pages === '') await wait(20);
    const url = new URL(new URL(link).pathname, pages);
    expect((await fetch(url)).status).toBe(200);
    // Keys that are rotated meanwhile are honoured by the process that goes on: what a fresh one signs, and what an old one signed.
    await publication.run(['keys', 'rotate', '--yes']);
    const [fresh, ...old] = await publication.local(({ tokenKeys }) => tokenKeys.all());
    const signed = (keys: readonly TokenKey[]) => {
      const token = createTokens(keys).sign({ ...preferencesClaims, expiresOnDay: expiryDay(Date.now(), 1) });
      return fetch(new URL(`/preferences/${token}`, pages));
    };
    expect(old).toHaveLength(1);
    expect((await signed(fresh === undefined ? [] : [fresh])).status).toBe(200);
    expect((await signed([{ id: fresh?.id ?? '', secret: new Uint8Array(32) }])).status).not.toBe(200);
    const left = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
    });
    expect(left.status).toBe(200);
    controller.abort();
    expect((await serving).exit).toBe(0);
    await publication.articlesAt('2026-03-03T10:00:00Z', 'Rain expected');
    const dry = await publication.run([
      'send',
      'world-brief',
      '--at',
      '2026-03-03T07:00:00-05:00',
      '--dry-run',
      '--json',
    ]);
    expect(dry.json).toMatchObject({ recipients: 1, exclusionsByReason: { unsubscribed: 2 } });
  });

  test('says that its port is taken', async () => {
    publication = new TestPublication();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { exit, notes } = await publication.run(['serve', '--port', String(port)]);
    other.close();
    expect(exit).toBe(2);
    expect(notes).toContain(`Port ${port} is taken`);
  });

  test('says why an edition was not sent, and goes on', async () => {
    publication = new TestPublication({ cron: '* * * * *' });
    const controller = new AbortController();
    const { exit, notes } = await publication.run(['serve', '--port', '0'], null, {
      interruption: controller.signal,
      onNote: (text) => {
        if (text.includes('EDITION_EMPTY')) controller.abort();
      },
    });
    expect(exit).toBe(0);
    expect(notes).toContain('was not sent.');
    expect(notes).toContain('[EDITION_EMPTY]');
  });
});
