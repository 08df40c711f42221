import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createFolderTemplates, kitFolder } from '../../../adapters/local/folder-templates.ts';
import { templateSourceContract } from '../../contracts/template-source.ts';
import { createMemoryTemplates } from '../../fakes/memory-template-source.ts';

const folders: string[] = [];

function folderWith(files: Readonly<Record<string, string>>): string {
  const parent = mkdtempSync(path.join(tmpdir(), 'pressrun-templates-'));
  folders.push(parent);
  const folder = path.join(parent, 'publication');
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), source);
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

templateSourceContract('folder', async (files) => createFolderTemplates(folderWith(files)));
templateSourceContract('memory', async (files) => createMemoryTemplates(files));

test('the kit is used where the publication has no file of the name, file by file', async () => {
  const source = createFolderTemplates(folderWith({ 'templates/partials/footer.mjml': 'ours' }));
  expect(await source.partial('footer.mjml')).toEqual({ path: 'templates/partials/footer.mjml', source: 'ours' });
  expect((await source.partial('head.mjml'))?.path).toBe('pressrun/templates/partials/head.mjml');
  expect((await source.edition('brief', 'mjml'))?.path).toBe('pressrun/templates/editions/brief.mjml');
});

test('the kit folder holds the three templates', async () => {
  const source = createFolderTemplates(folderWith({ 'a.txt': '' }), kitFolder());
  for (const name of ['brief', 'story', 'digest']) {
    expect(await source.edition(name, 'mjml')).not.toBeNull();
    expect(await source.edition(name, 'txt')).not.toBeNull();
  }
});

test('a symbolic link that leads out of the folder is no template', async () => {
  const folder = folderWith({ 'templates/partials/a.mjml': 'a' });
  writeFileSync(path.join(folder, '..', 'secret.txt'), 'secret');
  symlinkSync(path.join(folder, '..', 'secret.txt'), path.join(folder, 'templates/partials/leak.mjml'));
  symlinkSync(path.join(folder, '..', 'secret.txt'), path.join(folder, 'leak.mjml'));
  const source = createFolderTemplates(folder);
  expect(await source.partial('leak.mjml')).toBeNull();
  expect(await source.edition('leak.mjml', 'mjml')).toBeNull();
});

test('a byte order mark is no part of a template', async () => {
  const source = createFolderTemplates(folderWith({ 'templates/partials/a.mjml': '\uFEFF<b>' }));
  expect((await source.partial('a.mjml'))?.source).toBe('<b>');
});
