import { loadConfig } from '../../adapters/local/config-file.ts';
import { CronSchedule, systemTimer } from '../../adapters/local/cron-schedule.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import { editionId } from '../../core/time/edition-id.ts';
import { nextFiring } from '../../core/time/firings.ts';
import type { Call, CallOf, ExitCode } from '../command.ts';
import type { serveCommand } from '../commands/serve.ts';
import { zonedText } from '../dates.ts';
import { atDesk } from '../desk.ts';
import { asPressrunError, errorText } from '../error-text.ts';
import { withLocalPorts } from '../local-ports.ts';
import { pass, printResult } from '../passage.ts';

/** Runs the schedule until it is interrupted; a run that goes on then is stopped well, and finished by the next `serve`. */
export async function serve(call: CallOf<typeof serveCommand>): Promise<ExitCode> {
  const { newsletters } = (await loadConfig(call.global.config, call.folder)).config;
  const interruption = call.interruption();
  const schedule = new CronSchedule({
    newsletters,
    timer: systemTimer,
    run: (newsletter, scheduledAt) => sendScheduled(newsletter, scheduledAt, call),
    alreadyMade: (newsletter, scheduledAt) => wasMade(newsletter, scheduledAt, call),
    onError: (error, newsletter, scheduledAt) => {
      call.terminal.note(`${editionId(newsletter, scheduledAt)} was not sent.`);
      call.terminal.note(errorText(asPressrunError(error), (text) => text, false));
    },
    onMissed: (newsletter, scheduledAt, reason) => {
      const why =
        reason === 'too-late' ? `later than ${newsletter.maxLatenessMinutes} minutes` : 'a later one was due too';
      call.terminal.note(`${editionId(newsletter, scheduledAt)} was missed: ${why}.`);
    },
  });
  for (const newsletter of newsletters) call.terminal.note(comingLine(newsletter, Date.now()));
  schedule.start();
  await new Promise<void>((resolve) => {
    if (interruption.aborted) resolve();
    interruption.addEventListener('abort', () => resolve());
    // The schedule's own timer keeps the process alive only where a newsletter has a cron.
    if (newsletters.every(({ cron }) => cron === null)) resolve();
  });
  await schedule.stop();
  return 0;
}

async function sendScheduled(newsletter: Newsletter, at: string, call: Call): Promise<void> {
  await atDesk(call, newsletter.slug, async (desk) => {
    const { publication } = desk.loaded.config;
    const request = { publication, newsletter: desk.newsletter, at, mayBegin: true };
    const result = await pass(request, desk, call);
    printResult(result, desk, call.terminal);
    const { run } = result;
    if (run.state !== 'stopped' || !call.interruption().aborted) return;
    if (await desk.ports.runs.stopRequested(run.editionId)) return;
    // Ending `serve` is no word against the edition: the next one finishes it, as it does a run that died.
    await desk.ports.runs.put({ ...run, state: 'running' });
  });
}

/** Whether the edition was made. One whose record says `running` may have died half way: `pass` finishes it, or watches it. */
async function wasMade(newsletter: Newsletter, at: string, call: Call): Promise<boolean> {
  const run = await withLocalPorts(call.global.data, ({ runs }) => runs.get(editionId(newsletter, at)));
  return run !== null && run.state !== 'running';
}

function comingLine({ slug, cron, timeZone }: Newsletter, now: number): string {
  if (cron === null) return `${slug}: by hand only`;
  const { at } = nextFiring(cron, timeZone, new Date(now).toISOString());
  return `${slug}: next at ${zonedText(at, timeZone)}`;
}
