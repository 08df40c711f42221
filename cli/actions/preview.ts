import { spawn } from 'node:child_process';
import path from 'node:path';
import { PressrunError } from '../../core/errors.ts';
import { diffExports, type ExportDiff, readExport } from '../../preview/export/diff.ts';
import { percent } from '../../preview/export/diff-page.ts';
import { exportEdition } from '../../preview/export/export-edition.ts';
import { openRoom } from '../../preview/server/open-room.ts';
import { startPreview } from '../../preview/server/preview.ts';
import type { PreviewPorts, RoomOptions } from '../../preview/server/room.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { previewCommand } from '../commands/preview.ts';
import { findingLines } from '../finding-text.ts';
import { instantOf } from '../instant.ts';
import { type LocalPorts, tokensOf, withLocalPorts } from '../local-ports.ts';
import { articlesOf, openMailer } from '../pipeline-ports.ts';
import { counted } from '../report-text.ts';

type PreviewCall = CallOf<typeof previewCommand>;

/** Serves the live preview until the person ends it; or writes an edition as static files. */
export async function preview(call: PreviewCall): Promise<ExitCode> {
  const { options, args, global, folder } = call;
  if (global.deployment !== null) {
    throw new PressrunError('USAGE', 'The preview shows what is on this machine: leave --deployment out.');
  }
  return withLocalPorts<ExitCode>(global.data, async (local) => {
    const ports = await previewPorts(global.data, local);
    const room: RoomOptions = {
      config: global.config,
      folder,
      articlesFolder: path.join(global.data, 'articles'),
      outboxFolder: path.join(global.data, 'outbox'),
      newsletter: args.newsletter,
      at: options.at === null ? null : instantOf(options.at, Date.now()),
    };
    const exports = options.export !== null || options.diff !== null;
    return exports ? exportFiles(room, ports, call) : serve(room, ports, call);
  });
}

async function serve(room: RoomOptions, ports: PreviewPorts, { options, terminal, interruption }: PreviewCall) {
  const ended = interruption();
  const served = await startPreview({ ...room, port: options.port }, ports);
  terminal.result({ url: served.url }, () => [`Preview at ${terminal.colours.bold(served.url)}  (Ctrl-C ends it)`]);
  if (options.open) openBrowser(served.url);
  await new Promise<void>((resolve) => {
    if (ended.aborted) resolve();
    else ended.addEventListener('abort', () => resolve(), { once: true });
  });
  await served.close();
  return 0 as const;
}

async function exportFiles(options: RoomOptions, ports: PreviewPorts, call: PreviewCall): Promise<ExitCode> {
  const { terminal, global } = call;
  const room = await openRoom(options, ports);
  const newsletter = options.newsletter ?? room.workspace.config.newsletters[0]?.slug ?? '';
  const target = call.options.export ?? path.join(global.data, 'preview', newsletter);
  const folder = path.resolve(call.folder, target);
  const other = call.options.diff === null ? null : path.resolve(call.folder, call.options.diff);
  if (other === folder) throw new PressrunError('USAGE', 'An export cannot be compared with itself: name two folders.');
  // An export takes its time: that there is something to compare it with is seen first.
  if (other !== null) await readExport(other);
  const exported = await exportEdition(folder, room);
  const diff = other === null ? null : await diffExports(folder, exported, other);
  const { colours } = terminal;
  terminal.result({ folder, ...exported, diff }, () => [
    `${colours.bold(exported.title)}, edition ${exported.editionId}`,
    ...findingLines(exported.findings, colours),
    exported.shotsSkipped === null
      ? `${counted(exported.shots.length, 'picture')} taken.`
      : `No pictures: ${exported.shotsSkipped}.`,
    ...(diff === null ? [] : diffLines(diff)),
    path.join(folder, diff === null ? 'index.html' : 'diff.html'),
  ]);
  return 0;
}

function diffLines({ sameRevision, text, pictures, changedShare, fields }: ExportDiff): string[] {
  if (sameRevision) return ['Nothing changed: it is the same revision.'];
  return [
    ...fields.map(({ name, before, after }) => `  ${name}: ${before} → ${after}`),
    `  text: ${counted(text.added, 'line')} added, ${text.removed} removed`,
    ...(changedShare === null
      ? ['  pictures: none to compare']
      : [`  pictures: ${percent(changedShare)} of all pixels changed`]),
    ...pictures
      .filter(({ diff }) => diff !== null)
      .map(({ file, changedShare: own }) => `    ${file}: ${percent(own)}`),
  ];
}

/** What the preview touches on this machine. */
export async function previewPorts(data: string, local: LocalPorts): Promise<PreviewPorts> {
  const { subscribers, runs, archive, clock, ids } = local;
  return {
    articles: articlesOf(data),
    subscribers,
    runs,
    archive,
    tokens: await tokensOf(local),
    clock,
    ids,
    openMailer: (newsletter, loaded) => openMailer(newsletter, loaded, local),
  };
}

function openBrowser(url: string): void {
  const commands: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
    darwin: ['open', url],
    win32: ['cmd', '/c', 'start', '', url],
  };
  const [command, ...args] = commands[process.platform] ?? ['xdg-open', url];
  spawn(command, args, { stdio: 'ignore', detached: true })
    // A machine without a browser is told the address all the same.
    .on('error', () => {})
    .unref();
}
