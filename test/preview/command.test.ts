import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../cli/publication.ts';
import { root } from '../source.ts';
import { PreviewPublication } from './room.ts';

const publication = new PreviewPublication();
const at = '2026-03-02T07:00:00-05:00';

beforeAll(async () => {
  // The preview's page is bundled.
  execFileSync('node', ['esbuild.config.mjs'], { cwd: root });
  await publication.articles('Harbour opens');
});

afterAll(() => {
  publication.remove();
});

/** Runs `pressrun preview` until it says where, does something there, and ends it as Ctrl-C does. */
async function previewed(argv: readonly string[], work: (url: string) => Promise<void>): Promise<Outcome> {
  const controller = new AbortController();
  let running: ReturnType<typeof publication.run> | null = null;
  const output = await new Promise<string>((resolve, reject) => {
    const watched = { interruption: controller.signal, onOutput: resolve };
    running = publication.run(['preview', ...argv], null, watched);
    running.then(({ notes }) => reject(new Error(notes)), reject);
  });
  const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0] ?? '';
  await work(url);
  controller.abort();
  return running ?? Promise.reject(new Error('it did not begin'));
}

describe('pressrun preview', () => {
  test('serves the edition at its address until Ctrl-C, even while somebody listens', async () => {
    const { exit } = await previewed(['world-brief', '--at', at], async (url) => {
      const html = await (await fetch(`${url}editions/world-brief/2026-03-02/html`)).text();
      expect(html).toContain('Harbour opens');
      const events = await fetch(`${url}api/events`);
      expect((await events.body?.getReader().read())?.done).toBe(false);
    });
    expect(exit).toBe(0);
  });

  test('takes the next port where one is taken, and refuses the one that was asked for', async () => {
    await previewed([], async (url) => {
      await previewed([], async (other) => expect(other).not.toBe(url));
      const { exit, notes } = await publication.run(['preview', '--port', new URL(url).port]);
      expect([exit, notes]).toEqual([2, expect.stringContaining('is taken')]);
    });
  });

  test.each([
    [['nobody'], 1, 'NEWSLETTER_UNKNOWN'],
    [['--at', 'noon'], 2, 'INSTANT_INVALID'],
    [['--deployment', 'prod'], 2, 'USAGE'],
    [['--export', '.'], 2, 'is not empty'],
    [['--diff', 'nowhere', '--at', at], 2, 'There is no export in'],
  ])('%j is refused', async (argv, code, why) => {
    const { exit, notes } = await publication.run(['preview', ...argv]);
    expect([exit, notes]).toEqual([code, expect.stringContaining(why)]);
  });

  test('an export holds no reader, and the same edition is the same bytes', async () => {
    const folders = ['one', 'two'].map((name) => path.join(publication.folder, name));
    // Without a browser: pictures are taken in another test.
    process.env['CHROME_PATH'] = '/nowhere';
    for (const folder of folders) {
      const { exit, json } = await publication.run(['preview', '--at', at, '--export', folder, '--json']);
      expect(exit).toBe(0);
      expect(json).toMatchObject({
        editionId: 'world-brief/2026-03-02',
        shots: [],
        shotsSkipped: expect.stringContaining('no Chrome'),
      });
    }
    delete process.env['CHROME_PATH'];
    for (const name of [
      'index.html',
      'edition.html',
      'edition-dark.html',
      'edition.txt',
      'message.eml',
      'export.json',
    ]) {
      const [one, two] = folders.map((folder) => readFileSync(path.join(folder, name), 'utf8'));
      expect(one).toBe(two);
      expect(one).not.toMatch(/<script/);
    }
  });
});
