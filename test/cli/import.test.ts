import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { articleFormats } from '../../cli/article-formats.ts';
import { articleFormats as modelFormats } from '../../core/model/article.ts';
import { root } from '../source.ts';
import { TestPublication } from './publication.ts';

let publication: TestPublication;

beforeEach(() => {
  publication = new TestPublication();
});

afterEach(() => {
  publication.remove();
});

function stored(): string[] {
  try {
    return readdirSync(path.join(publication.data, 'articles'));
  } catch {
    return [];
  }
}

const good = { id: 'a', headline: 'Harbour opens', publishedAt: '2026-03-02T10:00:00Z' };

describe('import', () => {
  test('takes a folder: the good are in, each bad one is named with its field, and the exit code is 1', async () => {
    publication.write('in/good.json', JSON.stringify(good));
    publication.write('in/deep/story.md', '---\nheadline: Rain expected\ndate: 2026-03-02T09:00:00Z\n---\nWords.\n');
    publication.write('in/bad.json', JSON.stringify({ ...good, id: 'b', headline: '' }));
    publication.write('in/bad-ans.json', JSON.stringify({ type: 'story', version: '0.10.9', canonical_url: '/x' }));
    publication.write('in/.hidden.json', '{');
    publication.write('in/notes.txt', 'not an article');
    const { exit, json } = await publication.run(['import', 'in', '--json']);
    expect(exit).toBe(1);
    expect(json).toMatchObject({ added: 2, updated: 0, refused: 2 });
    const refused = json.articles.filter(({ outcome }: { outcome: string }) => outcome === 'refused');
    expect(
      refused.map(({ problems: [{ file, field }] }: { problems: object[] & [{ file: string; field: string }] }) => [
        file,
        field,
      ]),
    ).toEqual([
      ['in/bad-ans.json', 'headlines.basic'],
      ['in/bad.json', 'headline'],
    ]);
    expect(stored()).toHaveLength(2);
    const listed = await publication.run(['articles', '--json']);
    expect(listed.json.map(({ headline }: { headline: string }) => headline)).toEqual([
      'Harbour opens',
      'Rain expected',
    ]);
  });

  test('prints a line an article, and says what was refused and why', async () => {
    publication.write('a.json', JSON.stringify([good, { ...good, id: 'b', publishedAt: 'yesterday' }]));
    const { exit, output } = await publication.run(['import', 'a.json']);
    expect(exit).toBe(1);
    expect(output).toMatch(/^added +Harbour opens {2}a\.json$/m);
    expect(output).toMatch(/^refused /m);
    expect(output).toMatch(/a\.json \[1\]\.publishedAt: got "yesterday"; allowed: an instant/);
    expect(output).toContain('1 article added, 1 refused.');
  });

  test('the same again changes nothing', async () => {
    publication.write('a.json', JSON.stringify(good));
    expect((await publication.run(['import', 'a.json', '--json'])).json.added).toBe(1);
    const again = await publication.run(['import', 'a.json', '--json']);
    expect(again.exit).toBe(0);
    expect(again.json).toMatchObject({ added: 0, updated: 0, unchanged: 1 });
  });

  test.each([
    [['import', 'nothing-here'], 'no such file or folder'],
    [['import', '.', '--format', 'json'], ''],
  ])('%j is refused', async (argv, words) => {
    const { exit, output, notes } = await publication.run(argv);
    expect(exit).toBe(1);
    expect(output + notes).toContain(words);
    expect(stored()).toEqual([]);
  });

  test('the formats that the command offers are those of the model', () => {
    expect(articleFormats).toEqual(modelFormats);
  });
});

describe('articles', () => {
  beforeEach(async () => {
    publication.write(
      'a.json',
      JSON.stringify([
        { ...good, section: { path: '/world/asia', name: 'Asia' } },
        {
          ...good,
          id: 'b',
          headline: 'Old',
          publishedAt: '2026-02-20T10:00:00Z',
          section: { path: '/worldwide', name: 'W' },
        },
      ]),
    );
    await publication.run(['import', 'a.json']);
  });

  test.each([
    [[], ['Harbour opens', 'Old']],
    [['--section', '/world'], ['Harbour opens']],
    [
      ['--section', '/'],
      ['Harbour opens', 'Old'],
    ],
    [['--since', '2026-03-01'], ['Harbour opens']],
    [
      ['--since', '2026-02-20T10:00:00Z'],
      ['Harbour opens', 'Old'],
    ],
  ])('%j lists %j', async (flags, expected) => {
    const { json } = await publication.run(['articles', ...flags, '--json']);
    expect(json.map(({ headline }: { headline: string }) => headline)).toEqual(expected);
  });

  test.each([
    ['--since', 'lately'],
    ['--section', 'world'],
  ])('%s %s is wrong usage', async (flag, value) => {
    expect((await publication.run(['articles', flag, value])).exit).toBe(2);
  });
});

describe('build', () => {
  test('into what is no folder is refused, and names it', async () => {
    await publication.articles('Harbour opens');
    const file = publication.write('taken', '');
    const at = '2026-03-02T07:00:00-05:00';
    const { exit, notes } = await publication.run(['build', 'world-brief', '--at', at, '--out', 'taken', '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(notes).error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `${file} cannot be used: file already exists.`,
    });
  });

  test('twice gives the same bytes', async () => {
    publication.write('a.json', JSON.stringify(good));
    await publication.run(['import', 'a.json']);
    const argv = ['build', 'world-brief', '--at', '2026-03-02T07:00:00-05:00', '--json', '--out'];
    const first = await publication.run([...argv, 'one']);
    const second = await publication.run([...argv, 'two']);
    expect(first.exit).toBe(0);
    expect(first.json.editionId).toBe('world-brief/2026-03-02');
    expect(second.json.revision).toBe(first.json.revision);
    for (const name of ['edition.json', 'edition.html', 'edition.txt']) {
      expect(publication.read(`two/${name}`)).toBe(publication.read(`one/${name}`));
      expect(publication.read(`one/${name}`).length).toBeGreaterThan(50);
    }
    expect(readdirSync(path.join(publication.folder, 'one')).sort()).toEqual([
      'edition.html',
      'edition.json',
      'edition.txt',
      'message.eml',
    ]);
    expect(publication.read('one/message.eml')).toContain('To: reader@example.com\r\n');
  });
});

describe('check', () => {
  test('errors exit 1, and stop a send unless it is forced', async () => {
    publication.write('a.json', JSON.stringify(good));
    await publication.run(['import', 'a.json']);
    publication.write(
      'templates/editions/plain.mjml',
      '<mjml><mj-body><mj-section><mj-column><mj-text>{{ lead.headline }}</mj-text></mj-column></mj-section></mj-body></mjml>',
    );
    const argv = ['world-brief', '--at', '2026-03-02T07:00:00-05:00', '--json'];
    const checked = await publication.run(['check', ...argv]);
    expect(checked.exit).toBe(1);
    const errors = checked.json.findings.filter(({ severity }: { severity: string }) => severity === 'error');
    expect(errors.map(({ rule }: { rule: string }) => rule)).toEqual(['unsubscribe-link', 'postal-address']);
    expect(checked.json.errors).toBe(2);
    await publication.subscribers(1);
    const sent = await publication.run(['send', ...argv, '--yes']);
    expect(sent.exit).toBe(1);
    expect(JSON.parse(sent.notes)).toMatchObject({ error: { code: 'CHECK_FAILED' } });
    expect((await publication.run(['send', ...argv, '--yes', '--force'])).exit).toBe(0);
  });
});

describe('templates', () => {
  test('list shows where each is from; copy makes one one’s own and replaces nothing; check names file and line', async () => {
    const listed = await publication.run(['templates', 'list', '--json']);
    expect(listed.json).toContainEqual(expect.objectContaining({ name: 'plain', from: 'config' }));
    expect(listed.json).toContainEqual(expect.objectContaining({ name: 'brief', from: 'pressrun', hidden: false }));

    const copied = await publication.run(['templates', 'copy', 'brief', '--as', 'mine', '--json']);
    expect(copied.json.files).toContain('templates/editions/mine.mjml');
    expect((await publication.run(['templates', 'copy', 'brief', '--as', 'mine'])).notes).toContain('[FILE_EXISTS]');
    expect((await publication.run(['templates', 'copy', 'breif'])).notes).toContain('Did you mean brief?');
    expect((await publication.run(['templates', 'copy', 'brief', '--as', '../../mine'])).exit).toBe(2);
    expect((await publication.run(['templates', 'check', 'mine', '--json'])).json).toEqual([
      { name: 'mine', problems: [] },
    ]);

    publication.write(
      'templates/editions/plain.mjml',
      '<mjml><mj-body>\n<mj-raw>{{ leed.headline }}</mj-raw></mj-body></mjml>',
    );
    const bad = await publication.run(['templates', 'check', 'plain', '--json']);
    expect(bad.exit).toBe(1);
    expect(bad.json[0].problems[0]).toMatchObject({ file: 'templates/editions/plain.mjml', line: 2 });
  });
});

describe('import --pictures', () => {
  const pictured = { ...good, image: { url: 'http://127.0.0.1:9/harbour.jpg', alt: 'The harbour' } };

  function withAssetUrl(assetUrl: string): void {
    const config = JSON.parse(publication.read('pressrun.config.json'));
    config.publication.assetUrl = assetUrl;
    publication.write('pressrun.config.json', JSON.stringify(config));
  }

  test('without publication.assetUrl nothing is imported, and it says what is missing', async () => {
    publication.write('a.json', JSON.stringify(pictured));
    const { exit, notes } = await publication.run(['import', 'a.json', '--pictures']);
    expect(exit).toBe(1);
    expect(notes).toContain('publication.assetUrl: got nothing');
    expect(notes).toContain('"https://news.example.org"');
    expect(stored()).toEqual([]);
  });

  test('a picture that cannot be taken is named; its article is in, and the exit code is 1', async () => {
    withAssetUrl('https://news.example.org');
    publication.write('a.json', JSON.stringify([pictured, { ...good, id: 'b' }]));
    const { exit, json } = await publication.run(['import', 'a.json', '--pictures', '--json']);
    expect(exit).toBe(1);
    expect(json).toMatchObject({ added: 2, refused: 0, pictures: { stored: 0, known: 0, refused: 1 } });
    expect(json.articles[0].pictures.problems).toEqual([
      {
        file: 'a.json',
        field: 'image.url',
        got: 'http://127.0.0.1:9/harbour.jpg (127.0.0.1 is no public address)',
        allowed: expect.stringContaining('megapixels'),
      },
    ]);
    expect(stored()).toHaveLength(2);
    const again = await publication.run(['import', 'a.json', '--pictures']);
    expect(again.output).toContain('picture  a.json image.url: got http://127.0.0.1:9/harbour.jpg');
    expect(again.output).toContain('0 articles added, 2 unchanged, 0 pictures stored, 1 picture refused.');
  });

  test('one of the publication’s own site is read beside the config, and stored where the preview finds it', async () => {
    withAssetUrl('https://news.example.org');
    const bench = readFileSync(path.join(root, 'examples/pictures/bench.jpg'));
    mkdirSync(path.join(publication.folder, 'public/photos'), { recursive: true });
    writeFileSync(path.join(publication.folder, 'public/photos/bench.jpg'), bench);
    publication.write(
      'a.json',
      JSON.stringify({ ...good, image: { url: 'https://news.example.org/photos/bench.jpg' } }),
    );
    const first = await publication.run(['import', 'a.json', '--pictures']);
    expect(first).toMatchObject({ exit: 0, output: expect.stringContaining('1 article added, 1 picture stored.') });
    const files = readdirSync(path.join(publication.folder, 'public/pictures'));
    expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{32}-1200x800\.jpeg$/)]);
    const [article = ''] = stored();
    expect(publication.read(`.pressrun/articles/${article}`)).toContain(
      `https://news.example.org/pictures/${files[0]}`,
    );
    const again = await publication.run(['import', 'a.json', '--pictures']);
    expect(again.output).toContain('0 articles added, 1 unchanged, 0 pictures stored, 1 known.');
  });
});
