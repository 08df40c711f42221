import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PressrunError } from '../../core/errors.ts';
import type { Finding } from '../../core/stages/check.ts';
import type { Device, Theme } from '../view.ts';
import { diffPage } from './diff-page.ts';
import type { Export } from './export-edition.ts';
import { type DiffLine, lineDiff } from './line-diff.ts';
import { pictureDiff } from './picture-diff.ts';
import { readPng, writePng } from './png.ts';

/** What changed from one export to another. */
export interface ExportDiff {
  before: string;
  after: string;
  /** Whether both are the same edition of the same templates. */
  sameRevision: boolean;
  /** Of what stands in few words, and differs. */
  fields: { name: string; before: string; after: string }[];
  text: { added: number; removed: number; lines: DiffLine[] };
  pictures: PictureDiff[];
  /** Of all pixels of all pictures that both have: how many differ, from 0 to 1; null where there are no pictures. */
  changedShare: number | null;
  findings: { added: Finding[]; gone: Finding[] };
}

export interface PictureDiff {
  file: string;
  device: Device;
  theme: Theme;
  /** Of this picture's pixels. */
  changedShare: number;
  /** The picture of what differs, below the export's folder; null where nothing does. */
  diff: string | null;
}

/**
 * Compares two exports, and writes `diff.html` and pictures of what differs into the later one.
 *
 * @param folder - of the later export. @param other - of the earlier one.
 * @throws {PressrunError} `USAGE` when there is no export in `other`.
 */
export async function diffExports(folder: string, after: Export, other: string): Promise<ExportDiff> {
  const before = await readExport(other);
  const lines = lineDiff(await readText(other), await readText(folder));
  const pictures: PictureDiff[] = [];
  let [changed, all] = [0, 0];
  for (const { file, device, theme } of after.shots.filter((shot) =>
    before.shots.some((known) => known.file === shot.file),
  )) {
    const compared = await comparePictures(path.join(other, file), path.join(folder, file));
    if (compared === null) continue;
    const diff = compared.changed === 0 ? null : `diff/${path.posix.basename(file)}`;
    if (diff !== null) {
      await mkdir(path.join(folder, 'diff'), { recursive: true });
      await writeFile(path.join(folder, diff), compared.picture);
    }
    pictures.push({ file, device, theme, changedShare: compared.changed / compared.pixels, diff });
    changed += compared.changed;
    all += compared.pixels;
  }
  const result: ExportDiff = {
    before: before.editionId,
    after: after.editionId,
    sameRevision: before.revision === after.revision,
    fields: changedFields(before, after),
    text: { added: count(lines, 'new'), removed: count(lines, 'gone'), lines },
    pictures,
    changedShare: all === 0 ? null : changed / all,
    findings: {
      added: missingFrom(before.findings, after.findings),
      gone: missingFrom(after.findings, before.findings),
    },
  };
  await writeFile(path.join(folder, 'diff.html'), diffPage(result));
  return result;
}

/**
 * What an export says of itself.
 *
 * @throws {PressrunError} `USAGE` when there is none.
 */
export async function readExport(folder: string): Promise<Export> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'export.json'), 'utf8')) as Export;
  } catch (cause) {
    throw new PressrunError('USAGE', `There is no export in ${folder}: make one with --export.`, { cause });
  }
}

async function readText(folder: string): Promise<string> {
  return readFile(path.join(folder, 'edition.txt'), 'utf8').catch(() => '');
}

function count(lines: readonly DiffLine[], kind: DiffLine['kind']): number {
  return lines.filter((line) => line.kind === kind && line.text.trim() !== '').length;
}

function changedFields(before: Export, after: Export): ExportDiff['fields'] {
  const names = ['editionId', 'from', 'subject', 'preheader', 'bytes'] as const;
  return names
    .map((name) => ({ name, before: String(before[name]), after: String(after[name]) }))
    .filter((field) => field.before !== field.after);
}

function missingFrom(list: readonly Finding[], others: readonly Finding[]): Finding[] {
  const known = new Set(list.map(({ rule, message }) => `${rule} ${message}`));
  return others.filter(({ rule, message, severity }) => severity !== 'note' && !known.has(`${rule} ${message}`));
}

async function comparePictures(
  one: string,
  other: string,
): Promise<{ changed: number; pixels: number; picture: Uint8Array } | null> {
  const [first, second] = await Promise.all([one, other].map((file) => readFile(file).catch(() => null)));
  if (first == null || second == null) return null;
  const before = readPng(first);
  // Most pictures of most changes are the same to the byte.
  if (first.equals(second)) return { changed: 0, pixels: before.width * before.height, picture: first };
  const { changed, picture } = pictureDiff(before, readPng(second));
  return { changed, pixels: picture.width * picture.height, picture: writePng(picture) };
}
