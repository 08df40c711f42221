import type { ChangeEvent } from '../view.ts';
import { createApp } from './app.ts';
import { builtAssets, openAssets } from './assets.ts';
import { EditionDesk } from './edition-desk.ts';
import { Events } from './events.ts';
import { listen } from './listen.ts';
import { newsletterIn, type PreviewPorts, type Room } from './room.ts';
import { type Watch, watchPlaces } from './watch.ts';
import { Workspace } from './workspace.ts';

export interface PreviewOptions {
  /** The config as given; null: the default names are looked for in `folder`. */
  config: string | null;
  /** Where the command was called. */
  folder: string;
  articlesFolder: string;
  outboxFolder: string;
  /** The newsletter to begin with. */
  newsletter: string | null;
  /** The instant to begin with. */
  at: string | null;
  /** Null: 4747, or the next that is free. */
  port: number | null;
  /** Where the page's files are. Default: where the bundler put them. */
  assets?: string;
}

/** The preview, being served. */
export interface Preview {
  /** Such as `http://127.0.0.1:4747/`. */
  url: string;
  /** Told of every change that was taken in. */
  onChange(listener: (change: ChangeEvent) => void): void;
  close(): Promise<void>;
}

/**
 * Serves the preview on loopback, and nowhere else.
 *
 * @throws {PressrunError} `CONFIG_NOT_FOUND`, `CONFIG_INVALID`, `NEWSLETTER_UNKNOWN`; `USAGE` when the port is taken.
 * @example
 * const preview = await startPreview(options, ports);
 * preview.url; // 'http://127.0.0.1:4747/'
 */
export async function startPreview(options: PreviewOptions, ports: PreviewPorts): Promise<Preview> {
  const { config, folder, articlesFolder, outboxFolder: outbox, newsletter, at } = options;
  const { articles, subscribers, clock, runs, ids } = ports;
  const workspace = await Workspace.open({
    config,
    folder,
    articlesFolder,
    articles,
    subscribers,
    now: () => clock.now(),
  });
  if (newsletter !== null) newsletterIn({ workspace }, newsletter);
  const desk = new EditionDesk(workspace, runs);
  const ready = workspace.fill();
  const room: Room = { ready, workspace, desk, ports, outbox, startAt: at, startWith: newsletter };
  const events = new Events();
  const assets = openAssets(options.assets ?? builtAssets(), ids.next());
  const app = createApp({ room, events, assets });
  const { port, close } = await listen(app.fetch, options.port);
  const stop = { watch: null as Watch | null };
  await ready;
  stop.watch = await watchPlaces(workspace.places(), async (files) => {
    const change = await workspace.take(files);
    if (change === null) return;
    events.tell(change);
    stop.watch?.follow([...workspace.places().articleSources, ...workspace.places().templateFiles]);
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    onChange: (listener) => void events.listen(listener),
    close: async () => {
      await stop.watch?.close();
      await close();
    },
  };
}
