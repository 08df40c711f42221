import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createFrozenTemplates } from '../../adapters/aws/frozen-templates.ts';
import { freezeFunctions, freezeTemplates } from '../../infra/freeze.ts';
import { templateSourceContract } from '../contracts/template-source.ts';
import { root } from '../source.ts';
import { testConfig } from './synthesised.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pressrun-freeze-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

const kit = path.join(root, 'templates');
const [newsletter] = testConfig().newsletters;
if (newsletter === undefined) throw new Error('no newsletter');
const configWith = (template: string) => ({ ...testConfig(), newsletters: [{ ...newsletter, template }] });

templateSourceContract('frozen at deployment', async (files) =>
  createFrozenTemplates(
    freezeTemplates({ config: configWith('mail/own.mjml') }, { configFolder: folderOf(files), kit }),
  ),
);

describe('freezing', () => {
  test('puts the config beside every bundle, and the templates where something is rendered', () => {
    const bundles = folderOf({ 'assemble/index.mjs': 'a', 'web/index.mjs': 'b', 'send/index.mjs': 'c' });
    const config = testConfig();
    const deployment = config.deployments['prod'];
    if (deployment === undefined) throw new Error('no prod');
    const out = path.join(folderOf({}), 'prod');
    const codeOf = freezeFunctions({ name: 'prod', deployment, config }, { bundles, out, configFolder: bundles, kit });
    const frozen = JSON.parse(readFileSync(path.join(codeOf('send'), 'config.json'), 'utf8'));
    expect(frozen).toMatchObject({
      name: 'prod',
      config: { newsletters: [{ slug: 'world-brief' }, { slug: 'weekly' }] },
    });
    for (const name of ['assemble', 'web']) {
      expect(readFileSync(path.join(codeOf(name), 'templates.json'), 'utf8')).toContain('brief.mjml');
    }
    expect(() => readFileSync(path.join(codeOf('send'), 'templates.json'))).toThrow('ENOENT');
  });

  test('refuses a template that the bundled renderer cannot make, and one that is not there', () => {
    const inline = '<mjml><mj-head><mj-style inline="inline">p {}</mj-style></mj-head><mj-body/></mjml>';
    const configFolder = folderOf({ 'templates/editions/own.mjml': inline });
    expect(() => freezeTemplates({ config: configWith('own') }, { configFolder, kit })).toThrow('inline="inline"');
    const empty = folderOf({});
    expect(() => freezeTemplates({ config: configWith('no.mjml') }, { configFolder: empty, kit })).toThrow('no.mjml');
  });
});
