import type { ChangeEvent } from '../view.ts';
import { createApp } from './app.ts';
import { builtAssets, openAssets } from './assets.ts';
import { SlowChecks } from './checks-answers.ts';
import { Events } from './events.ts';
import { listen } from './listen.ts';
import { openRoom } from './open-room.ts';
import type { PreviewPorts, RoomOptions } from './room.ts';
import { type Watch, watchPlaces } from './watch.ts';

export interface PreviewOptions extends RoomOptions {
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
  const room = await openRoom(options, ports);
  const { workspace, ready } = room;
  const events = new Events();
  const slowChecks = new SlowChecks(room);
  const token = ports.ids.next();
  const assets = openAssets(options.assets ?? builtAssets(), token);
  const app = createApp({ room, events, slowChecks, assets, token });
  const { port, close } = await listen(app.fetch, options.port);
  const stop = { watch: null as Watch | null };
  await ready;
  stop.watch = watchPlaces(workspace.places(), async (files) => {
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
      await slowChecks.close();
    },
  };
}
