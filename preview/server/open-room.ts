import { EditionDesk } from './edition-desk.ts';
import { newsletterIn, type PreviewPorts, type Room, type RoomOptions } from './room.ts';
import { Workspace } from './workspace.ts';

/**
 * Reads the config, and begins to read the articles.
 *
 * @throws {PressrunError} `CONFIG_NOT_FOUND`, `CONFIG_INVALID`, `NEWSLETTER_UNKNOWN`.
 */
export async function openRoom(options: RoomOptions, ports: PreviewPorts): Promise<Room> {
  const { config, folder, articlesFolder, outboxFolder: outbox, newsletter, at } = options;
  const { articles, subscribers, clock, runs } = ports;
  const now = () => clock.now();
  const workspace = await Workspace.open({ config, folder, articlesFolder, articles, subscribers, now });
  if (newsletter !== null) newsletterIn({ workspace }, newsletter);
  const desk = new EditionDesk(workspace, runs);
  return { ready: workspace.fill(), workspace, desk, ports, outbox, startAt: at, startWith: newsletter };
}
