import { loadConfig } from '../../adapters/local/config-file.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import { editionId } from '../../core/time/edition-id.ts';
import { type Firing, firings } from '../../core/time/firings.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { scheduleCommand } from '../commands/schedule.ts';
import { zonedText } from '../dates.ts';
import { instantOf } from '../instant.ts';
import { newsletterOf } from '../newsletters.ts';
import type { Terminal } from '../terminal.ts';

type ListedFiring = Firing & { editionId: string | null };

/** Prints the next firings of every newsletter, or of one. */
export async function schedule(call: CallOf<typeof scheduleCommand>): Promise<ExitCode> {
  const { config } = await loadConfig(call.global.config, call.folder);
  const from = instantOf(call.options.at, Date.now());
  const chosen = call.args.newsletter === null ? config.newsletters : [newsletterOf(config, call.args.newsletter)];
  const listed = chosen.map((newsletter) => ({ newsletter, firings: nextOf(newsletter, from, call.options.count) }));
  call.terminal.result(
    listed.map(({ newsletter: { slug, timeZone, cron }, firings }) => ({ newsletter: slug, timeZone, cron, firings })),
    () => listed.flatMap(({ newsletter, firings }) => newsletterLines(newsletter, firings, call.terminal)),
  );
  return 0;
}

function nextOf(newsletter: Newsletter, from: string, count: number): ListedFiring[] {
  const { cron, timeZone } = newsletter;
  if (cron === null) return [];
  return firings(cron, timeZone, { from, count }).map((firing) => ({
    ...firing,
    editionId: firing.at === null ? null : editionId(newsletter, firing.at),
  }));
}

function newsletterLines(newsletter: Newsletter, listed: readonly ListedFiring[], terminal: Terminal): string[] {
  const { bold, dim, yellow } = terminal.colours;
  const { slug, title, cron, timeZone } = newsletter;
  const rule = cron === null ? 'by hand only' : `${cron} in ${timeZone}`;
  const lines = listed.map(({ at, local, note, editionId: id }) => {
    const when = at === null ? `${local.replace('T', ' ')} — never comes` : zonedText(at, timeZone);
    const remark = note === null ? '' : `\n      ${yellow(`${note.kind}: ${note.text}`)}`;
    return `  ${when}${id === null ? '' : `  ${dim(id)}`}${remark}`;
  });
  return [`${bold(title)} (${slug}): ${rule}`, ...lines, ''];
}
