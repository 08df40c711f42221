import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PressrunError } from '../../core/errors.ts';
import { checkEdition, deliveredBytes, type Finding } from '../../core/stages/check.ts';
import { traceEdition } from '../../core/stages/check-trace.ts';
import { type WeighedPart, weighParts } from '../../core/stages/check-weight.ts';
import { canonicalJson } from '../../core/text/canonical-json.ts';
import { createTokens } from '../../core/text/token.ts';
import { displayHtml } from '../server/display-html.ts';
import { type Found, filled, findEdition, messageBytes } from '../server/edition-answers.ts';
import { publicationAnswer } from '../server/publication-answer.ts';
import type { Room } from '../server/room.ts';
import { nobody } from '../server/sample-recipients.ts';
import { type Theme, themes } from '../view.ts';
import { exportPage } from './export-page.ts';
import { type Shot, takeShots } from './shots.ts';

/** What an export says of itself: `export.json`. */
export interface Export {
  editionId: string;
  at: string;
  local: string;
  timeZone: string;
  revision: string;
  title: string;
  language: string;
  direction: 'ltr' | 'rtl';
  from: string;
  subject: string;
  preheader: string;
  bytes: number;
  weight: WeighedPart[];
  findings: Finding[];
  /** By theme: its HTML. */
  html: Record<Theme, string>;
  shots: Shot[];
  /** Why there are no pictures; null where there are. */
  shotsSkipped: string | null;
}

const htmlFiles: Record<Theme, string> = {
  light: 'edition.html',
  dark: 'edition-dark.html',
  gmail: 'edition-gmail.html',
  outlook: 'edition-outlook.html',
};

/**
 * Writes an edition as static files: `index.html` to look at, the edition in each theme, its text, its message, its JSON, what the
 * checks found, and a picture of each width and theme. They hold no reader: the message is for nobody, and its links open
 * nothing.
 *
 * @param folder - made where there is none; one that holds an earlier export loses its pictures first.
 * @param options.pictured - themes that pictures are taken of. Default: all.
 * @throws {PressrunError} `EDITION_EMPTY`, `TEMPLATE_INVALID`, …; `USAGE` where the folder holds something else.
 */
export async function exportEdition(
  folder: string,
  room: Room,
  options: { pictured?: readonly Theme[] } = {},
): Promise<Export> {
  await emptyFolder(folder);
  await room.ready;
  // Keys that sign nothing anyone would honour, so that an export can be shown, and the same edition is the same bytes.
  const tokens = createTokens([{ id: 'sample', secret: new Uint8Array(32) }]);
  const sample: Room = { ...room, ports: { ...room.ports, tokens } };
  const { newsletter: slug, date, at } = (await publicationAnswer(room)).start;
  const found = await findEdition({ newsletter: slug, date, at, asSent: false }, sample);
  const { made, newsletter } = found;
  if (made.kind === 'broken') throw new PressrunError('TEMPLATE_INVALID', made.fault.message);
  if (made.kind === 'empty') {
    throw new PressrunError(
      'EDITION_EMPTY',
      `${found.id} has ${made.found} articles, and its minimum is ${made.minimum}.`,
    );
  }
  const { edition, rendered } = made;
  const { publication, templates } = room.workspace;
  const trace = await traceEdition(edition, rendered, templates).catch(() => null);
  const { html, text, subject, preheader } = filled(made, newsletter, nobody, sample);

  await writeHtml(folder, html, sample);
  const { shots, skipped } = await takeShots(folder, htmlFiles, options.pictured ?? themes, process.env);
  const result: Export = {
    ...place(found),
    revision: rendered.revision,
    title: edition.newsletter.title,
    language: edition.language,
    direction: edition.direction,
    from: newsletter.from.name ?? newsletter.from.address,
    subject,
    preheader,
    bytes: deliveredBytes(rendered),
    weight: weighParts(edition, rendered),
    findings: checkEdition(edition, rendered, publication, trace),
    html: htmlFiles,
    shots,
    shotsSkipped: skipped,
  };
  await writeFile(path.join(folder, 'edition.txt'), text);
  await writeFile(path.join(folder, 'edition.json'), canonicalJson(edition));
  await writeFile(path.join(folder, 'message.eml'), (await messageBytes(found, nobody.id, sample)) ?? '');
  await writeFile(path.join(folder, 'export.json'), `${JSON.stringify(result, null, 2)}\n`);
  await writeFile(path.join(folder, 'index.html'), exportPage(result));
  return result;
}

/** Nothing but an earlier export is ever written over. */
async function emptyFolder(folder: string): Promise<void> {
  const names: string[] = await readdir(folder).catch(() => []);
  if (names.length > 0 && !names.includes('export.json')) {
    throw new PressrunError('USAGE', `${folder} is not empty, and what it holds is no export: name another folder.`);
  }
  await mkdir(folder, { recursive: true });
  for (const old of ['shots', 'site', 'diff']) await rm(path.join(folder, old), { recursive: true, force: true });
}

function place({ id, at, newsletter, made }: Found): Pick<Export, 'editionId' | 'at' | 'local' | 'timeZone'> {
  const { timeZone } = newsletter;
  const local = made.kind === 'made' ? made.edition.on : '';
  return { editionId: id, at, local, timeZone };
}

/** The edition in each theme, with the site's pictures that are on this machine beside it. */
async function writeHtml(folder: string, html: string, { workspace: { site } }: Room): Promise<void> {
  const wanted = new Set<string>();
  const local = (url: string): string | null => {
    const pathname = site.pathOf(url);
    if (pathname === null) return null;
    wanted.add(pathname);
    return `site${pathname}`;
  };
  for (const theme of themes) {
    await writeFile(path.join(folder, htmlFiles[theme]), displayHtml(html, { theme, pictures: true, local }));
  }
  for (const pathname of wanted) {
    const file = await site.read(pathname);
    if (file === null) continue;
    const copy = path.join(folder, 'site', ...decodeURIComponent(pathname).split('/'));
    await mkdir(path.dirname(copy), { recursive: true });
    await writeFile(copy, file.bytes);
  }
}
