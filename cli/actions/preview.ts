import { spawn } from 'node:child_process';
import path from 'node:path';
import { startPreview } from '../../preview/server/preview.ts';
import type { PreviewPorts } from '../../preview/server/room.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { previewCommand } from '../commands/preview.ts';
import { instantOf } from '../instant.ts';
import { type LocalPorts, withLocalPorts } from '../local-ports.ts';
import { articlesOf, openMailer } from '../pipeline-ports.ts';

type PreviewCall = CallOf<typeof previewCommand>;

/** Serves the live preview until the person ends it. */
export async function preview(call: PreviewCall): Promise<ExitCode> {
  const { options, args, global, folder, terminal } = call;
  return withLocalPorts<ExitCode>(global.data, async (local) => {
    const ports = await previewPorts(global.data, local);
    const at = options.at === null ? null : instantOf(options.at, Date.now());
    const ended = call.interruption();
    const served = await startPreview(
      {
        config: global.config,
        folder,
        articlesFolder: path.join(global.data, 'articles'),
        outboxFolder: path.join(global.data, 'outbox'),
        newsletter: args.newsletter,
        at,
        port: options.port,
      },
      ports,
    );
    terminal.result({ url: served.url }, () => [`Preview at ${terminal.colours.bold(served.url)}  (Ctrl-C ends it)`]);
    if (options.open) openBrowser(served.url);
    await new Promise<void>((resolve) => {
      if (ended.aborted) resolve();
      else ended.addEventListener('abort', () => resolve(), { once: true });
    });
    await served.close();
    return 0;
  });
}

/** What the preview touches on this machine. */
export async function previewPorts(data: string, local: LocalPorts): Promise<PreviewPorts> {
  const { subscribers, runs, archive, clock, ids } = local;
  return {
    articles: articlesOf(data),
    subscribers,
    runs,
    archive,
    tokens: await local.tokens(),
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
