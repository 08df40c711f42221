import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addressHash } from '../../core/text/hash.ts';
import { TestPublication } from './publication.ts';

let publication: TestPublication;

beforeEach(() => {
  publication = new TestPublication();
});

afterEach(() => {
  publication.remove();
});

const consent = ['--newsletter', 'world-brief', '--consent-source', 'paper form'];

describe('subscribers import', () => {
  test('takes the good rows, names each bad one, and ends with 1', async () => {
    publication.write('readers.csv', 'Email,Name\nann@example.com,Ann\nnobody,Ben\nann@EXAMPLE.com,Anna\n,\n');
    const { exit, output } = await publication.run(['subscribers', 'import', 'readers.csv', ...consent]);
    expect(exit).toBe(1);
    expect(output).toContain('readers.csv:3:1 Email: got "nobody"; allowed: one address, as name@domain');
    expect(output).toContain('readers.csv:5:1 Email: got ""; allowed: an address');
    expect(output).toMatch(/1 {2}added, 1 of them active/);
    const shown = await publication.run(['subscribers', 'show', 'ANN@example.com', '--json']);
    expect(shown.json).toMatchObject({
      email: 'ann@example.com',
      newsletters: [{ slug: 'world-brief', status: 'active' }],
      attributes: { Name: 'Anna' },
      consent: { source: 'paper form' },
      suppression: null,
    });
  });

  test('asks for the newsletter and the consent source', async () => {
    publication.write('readers.csv', 'email\nann@example.com\n');
    const without = async (...argv: string[]) =>
      (await publication.run(['subscribers', 'import', 'readers.csv', ...argv])).exit;
    expect(await without()).toBe(2);
    expect(await without('--newsletter', 'world-brief')).toBe(2);
    expect(await without('--newsletter', 'nothing', '--consent-source', 'x')).toBe(1);
    expect(await without(...consent, '--map', 'email')).toBe(2);
  });

  test('names a file that is not there, and a header without addresses', async () => {
    const missing = await publication.run(['subscribers', 'import', 'no.csv', ...consent]);
    expect(missing).toMatchObject({ exit: 1, notes: expect.stringContaining('IMPORT_UNREADABLE') });
    publication.write('readers.csv', 'who\nann@example.com\n');
    const headless = await publication.run(['subscribers', 'import', 'readers.csv', ...consent]);
    expect(headless).toMatchObject({ exit: 1, notes: expect.stringContaining('--map email="who"') });
    const mapped = await publication.run([
      'subscribers',
      'import',
      'readers.csv',
      ...consent,
      '--map',
      'email=who',
      '--json',
    ]);
    expect(mapped).toMatchObject({ exit: 0, json: { added: 1, format: 'csv', refusedRows: [] } });
  });

  test('takes nobody in where the refused rows have no place to go', async () => {
    publication.write('readers.csv', 'email\nann@example.com\n');
    const argv = ['subscribers', 'import', 'readers.csv', ...consent, '--refused', 'no/such/folder.txt', '--json'];
    const { exit, notes } = await publication.run(argv);
    expect(exit).toBe(1);
    expect(JSON.parse(notes).error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(path.join('no', 'such', 'folder.txt')),
    });
    expect((await publication.run(['subscribers', 'list', '--json'])).json).toEqual([]);
  });

  test('dry, stores nothing', async () => {
    publication.write('readers.csv', 'email\nann@example.com\n');
    const { json } = await publication.run(['subscribers', 'import', 'readers.csv', ...consent, '--dry-run', '--json']);
    expect(json).toMatchObject({ dryRun: true, added: 1 });
    expect((await publication.run(['subscribers', 'list', '--json'])).json).toEqual([]);
  });

  test('writes refused rows to a file where asked, and leaves no position behind', async () => {
    publication.write('readers.csv', 'email\nnobody\nann@example.com\n');
    const { output } = await publication.run([
      'subscribers',
      'import',
      'readers.csv',
      ...consent,
      '--refused',
      'bad.txt',
    ]);
    expect(output).not.toContain('nobody');
    expect(publication.read('bad.txt')).toContain('readers.csv:2:1');
    expect(readdirSync(path.join(publication.data, 'imports'))).toEqual([]);
  });
});

describe('readers', () => {
  beforeEach(async () => {
    await publication.subscribers(3);
  });

  test('are listed by standing', async () => {
    const left = await publication.run([
      'subscribers',
      'list',
      '--newsletter',
      'world-brief',
      '--status',
      'unsubscribed',
      '--json',
    ]);
    expect(left.json.map(({ id }: { id: string }) => id)).toEqual(['gone']);
    expect((await publication.run(['subscribers', 'list', '--limit', '2'])).output).toContain('and 2 more');
  });

  test('that are removed stay away from an import', async () => {
    const removed = await publication.run(['subscribers', 'remove', 'reader1@example.com', '--json']);
    expect(removed.json).toEqual({ id: 'reader1', left: ['world-brief'] });
    expect((await publication.run(['subscribers', 'remove', 'reader1@example.com'])).output).toContain(
      'had left already',
    );
    publication.write('readers.csv', 'email\nreader1@example.com\n');
    await publication.run(['subscribers', 'import', 'readers.csv', ...consent]);
    const { json } = await publication.run(['subscribers', 'show', 'reader1@example.com', '--json']);
    expect(json.newsletters).toMatchObject([{ slug: 'world-brief', status: 'unsubscribed' }]);
  });

  test('that are forgotten are gone, and no import brings them back', async () => {
    const recipients = async () => (await publication.run(['audience', 'world-brief', '--json'])).json.recipients;
    const before = await recipients();
    publication.write('readers.csv', 'email\nleaving@example.com\n');
    await publication.run(['subscribers', 'import', 'readers.csv', ...consent]);
    expect(await recipients()).toBe(before + 1);
    const asked = await publication.run(['subscribers', 'forget', 'leaving@example.com']);
    expect(asked.exit).toBe(2);
    const forgotten = await publication.run(['subscribers', 'forget', 'leaving@example.com', '--yes', '--json']);
    expect(forgotten.exit).toBe(0);
    expect(forgotten.json.removed).toContainEqual({ what: 'newsletters', count: 1 });
    expect((await publication.run(['subscribers', 'show', 'leaving@example.com'])).exit).toBe(1);
    await publication.run(['subscribers', 'import', 'readers.csv', ...consent]);
    expect(await recipients()).toBe(before);
  });

  test('go out and come back the same, as CSV and as JSON', async () => {
    const before = (await publication.run(['subscribers', 'list', '--json'])).json;
    for (const [format, name] of [
      ['csv', 'out.csv'],
      ['json', 'out.json'],
    ] as const) {
      await publication.run([
        'subscribers',
        'export',
        '--newsletter',
        'world-brief',
        '--format',
        format,
        '--out',
        name,
      ]);
      const again = await publication.run(['subscribers', 'import', name, ...consent, '--json']);
      expect(again.json).toMatchObject({ format: 'pressrun', rows: 4, unchanged: 4 });
    }
    expect((await publication.run(['subscribers', 'list', '--json'])).json).toEqual(before);
  });

  test('cannot smuggle a formula into the spreadsheet of who exports them', async () => {
    publication.write(
      'readers.csv',
      'email,name\nann@example.com,"=HYPERLINK(""https://example.org"")"\n=a@example.com,+1\n',
    );
    await publication.run(['subscribers', 'import', 'readers.csv', ...consent]);
    const { output } = await publication.run(['subscribers', 'export', '--newsletter', 'world-brief']);
    const cells = output.split('\r\n').flatMap((line) => line.split(','));
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
    expect(output).toContain(`"'=HYPERLINK(""https://example.org"")"`);
  });

  test('whom nobody knows are named', async () => {
    expect(await publication.run(['subscribers', 'show', 'x@example.com'])).toMatchObject({
      exit: 1,
      notes: expect.stringContaining('SUBSCRIBER_UNKNOWN'),
    });
    expect((await publication.run(['subscribers', 'show', 'x'])).exit).toBe(2);
  });
});

describe('suppressions', () => {
  test('are listed, and lifted with a reason that is kept', async () => {
    const hash = addressHash('ann@example.com');
    const since = '2026-01-01T00:00:00.000Z';
    await publication.local(({ subscribers }) =>
      subscribers.suppress([{ addressHash: hash, reason: 'bounce', detail: '5.1.1', since }]),
    );
    expect((await publication.run(['suppressions', 'list'])).output).toContain('5.1.1');
    expect((await publication.run(['suppressions', 'lift', 'ann@example.com'])).exit).toBe(2);
    const lifted = await publication.run(['suppressions', 'lift', hash.slice(0, 16), '--reason', 'repaired', '--json']);
    expect(lifted.json).toMatchObject({ addressHash: hash, reason: 'repaired' });
    expect((await publication.run(['suppressions', 'list', '--json'])).json).toEqual([]);
    expect((await publication.run(['suppressions', 'list', '--lifted', '--json'])).json).toMatchObject([
      { reason: 'repaired', lifted: { reason: 'bounce' } },
    ]);
    expect((await publication.run(['suppressions', 'lift', 'ann@example.com', '--reason', 'x'])).exit).toBe(1);
  });
});
