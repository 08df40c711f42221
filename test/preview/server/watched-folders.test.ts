import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WatchedFolders } from '../../../preview/server/watched-folders.ts';

let folder: string;
let folders: WatchedFolders;
let told: Set<string>;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pressrun-watched-'));
  told = new Set();
  folders = new WatchedFolders((file) => told.add(path.relative(folder, file)));
});

afterEach(() => {
  folders.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, text = 'text'): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function hears(name: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!told.has(name)) {
    if (Date.now() > deadline) throw new Error(`${name} was not told of, but ${[...told].join(', ') || 'nothing'}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('watched folders', () => {
  test('tell of a file that is written, put in the place of another, and removed', async () => {
    write('a.json');
    folders.add(folder);
    write('a.json', 'other');
    await hears('a.json');
    write('b.json.tmp');
    renameSync(path.join(folder, 'b.json.tmp'), path.join(folder, 'b.json'));
    await hears('b.json');
    told.clear();
    rmSync(path.join(folder, 'a.json'));
    await hears('a.json');
  });

  test('a tree is watched to its leaves, and what is put into it later is too', async () => {
    write('templates/editions/one.mjml');
    folders.addTree(path.join(folder, 'templates'));
    write('templates/editions/one.mjml', 'other');
    await hears('templates/editions/one.mjml');
    write('templates/partials/deep/two.mjml');
    await hears('templates/partials/deep/two.mjml');
    told.clear();
    write('templates/partials/deep/two.mjml', 'other');
    await hears('templates/partials/deep/two.mjml');
  });

  test('a tree may come late, go, and come again', async () => {
    folders.addTree(path.join(folder, 'templates'));
    write('templates/one.mjml');
    await hears('templates/one.mjml');
    rmSync(path.join(folder, 'templates'), { recursive: true });
    await hears('templates');
    told.clear();
    write('templates/one.mjml');
    await hears('templates/one.mjml');
    told.clear();
    write('templates/one.mjml', 'other');
    await hears('templates/one.mjml');
  });

  test('a link is watched where it leads, and one that leads round ends', async () => {
    write('elsewhere/shared.mjml');
    mkdirSync(path.join(folder, 'templates'));
    symlinkSync(path.join(folder, 'elsewhere/shared.mjml'), path.join(folder, 'templates/linked.mjml'));
    symlinkSync(path.join(folder, 'templates'), path.join(folder, 'templates/round'));
    folders.addTree(path.join(folder, 'templates'));
    write('elsewhere/shared.mjml', 'other');
    await hears('templates/linked.mjml');
  });

  test('a folder that is not there is no fault', () => {
    expect(() => folders.add(path.join(folder, 'none'))).not.toThrow();
  });
});
