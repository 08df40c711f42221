import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../adapters/local/config-file.ts';
import { PressrunError } from '../../../core/errors.ts';

const valid = {
  publication: { name: 'The Example Ledger', url: 'https://news.example.org', postalAddress: '1 Example Way' },
  newsletters: [
    {
      slug: 'world-brief',
      title: 'World Brief',
      from: 'World Brief <brief@news.example.org>',
      timeZone: 'America/New_York',
      cron: '0 7 * * 1-5',
      template: 'brief',
      sections: [{ title: 'The lead', select: { section: '/world', within: '24h', limit: 1 }, layout: 'full' }],
    },
  ],
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pressrun-config-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

async function refusal(file: string | null = null): Promise<PressrunError> {
  try {
    await loadConfig(file, folder);
  } catch (error) {
    if (error instanceof PressrunError) return error;
    throw error;
  }
  throw new Error('the config was taken');
}

describe('loadConfig', () => {
  test('reads TypeScript that imports defineConfig, with no package of that name beside it', async () => {
    write(
      'pressrun.config.ts',
      `import { defineConfig, type ConfigInput } from 'pressrun';
       const config: ConfigInput = ${JSON.stringify(valid)};
       export default defineConfig(config);`,
    );
    const { config, file } = await loadConfig(null, folder);
    expect(file).toBe(path.join(folder, 'pressrun.config.ts'));
    expect(config.newsletters[0]).toMatchObject({ minimumArticles: 1, rateShare: 0.9, mailer: 'outbox' });
  });

  test('reads TypeScript again after a change, and the files it imports', async () => {
    write('title.ts', "export const title = 'Before';");
    write(
      'pressrun.config.ts',
      `import { title } from './title.ts';
       const config = ${JSON.stringify(valid)};
       config.publication.name = title;
       export default config;`,
    );
    expect((await loadConfig(null, folder)).config.publication.name).toBe('Before');
    write('title.ts', "export const title = 'After';");
    expect((await loadConfig(null, folder)).config.publication.name).toBe('After');
  });

  test('reads the same as JSON where there is no TypeScript', async () => {
    write('pressrun.config.json', `\uFEFF${JSON.stringify(valid)}`);
    expect((await loadConfig(null, folder)).config.newsletters[0]?.slug).toBe('world-brief');
  });

  test('prefers TypeScript, and takes the file named before both', async () => {
    write('pressrun.config.ts', `export default ${JSON.stringify(valid)}`);
    write('pressrun.config.json', '{}');
    write('other.json', JSON.stringify({ ...valid, publication: { ...valid.publication, name: 'Other' } }));
    expect((await loadConfig(null, folder)).config.publication.name).toBe('The Example Ledger');
    expect((await loadConfig('other.json', folder)).config.publication.name).toBe('Other');
  });

  test('says which files it looked for', async () => {
    const error = await refusal();
    expect(error.code).toBe('CONFIG_NOT_FOUND');
    expect(error.message).toContain('pressrun.config.ts and no pressrun.config.json');
  });

  test('names every field that is not as it must be', async () => {
    const [newsletter] = valid.newsletters;
    const broken = {
      ...newsletter,
      corn: '0 7 * * *',
      cron: '0 25 * * 1-5',
      timeZone: 'Mars/Olympus',
      template: undefined,
    };
    write('pressrun.config.json', JSON.stringify({ ...valid, newsletters: [broken] }));
    const error = await refusal();
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toBe('The config pressrun.config.json has 4 problems.');
    expect(error.problems).toMatchObject([
      { field: 'newsletters[0].timeZone', got: '"Mars/Olympus"' },
      { field: 'newsletters[0].template', got: 'nothing', allowed: 'text' },
      { field: 'newsletters[0].corn', got: '"0 7 * * *"', allowed: 'no key of this name; did you mean cron?' },
      { field: 'newsletters[0].cron (hour)', got: '"25"' },
    ]);
  });

  test('says what is allowed where two newsletters have one slug, or SES is not set up', async () => {
    const [newsletter] = valid.newsletters;
    const newsletters = [newsletter, { ...newsletter, mailer: 'ses' }];
    write('pressrun.config.json', JSON.stringify({ ...valid, newsletters }));
    expect((await refusal()).problems).toMatchObject([
      { field: 'newsletters[1].slug', got: '"world-brief"', allowed: 'a slug that no newsletter before it has' },
      {
        field: 'newsletters[1].mailer',
        got: '"ses"',
        allowed: '"outbox"; or "ses" beside `ses: { region }` in the config',
      },
    ]);
  });

  test('offers the nearest key at any depth', async () => {
    const [newsletter] = valid.newsletters;
    const sections = [{ title: 'The lead', select: { withn: '24h' } }];
    write('pressrun.config.json', JSON.stringify({ ...valid, newsletters: [{ ...newsletter, sections }] }));
    expect((await refusal()).problems).toMatchObject([
      { field: 'newsletters[0].sections[0].select.withn', allowed: 'no key of this name; did you mean within?' },
    ]);
  });

  test('says where JSON broke', async () => {
    write('pressrun.config.json', '{\n  "publication": {,\n}');
    const error = await refusal();
    expect(error.problems).toEqual([
      {
        file: 'pressrun.config.json',
        field: '',
        line: 2,
        column: 19,
        got: '","',
        allowed: 'JSON: a key in double quotes',
      },
    ]);
  });

  test('keeps the cause of TypeScript that cannot be read', async () => {
    write('pressrun.config.ts', "throw new Error('no database here');");
    const error = await refusal();
    expect(error.problems[0]?.got).toBe('no database here');
    expect(error.cause).toHaveProperty('message', 'no database here');
  });

  test('wants a default export', async () => {
    write('pressrun.config.ts', 'export const config = {};');
    expect((await refusal()).problems).toMatchObject([{ got: 'no default export' }]);
  });
});
