import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type LoadedConfig, loadConfig } from '../../adapters/local/config-file.ts';
import { CronSchedule, systemTimer } from '../../adapters/local/cron-schedule.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import { readersBase } from '../../core/text/links.ts';
import { editionId } from '../../core/time/edition-id.ts';
import { nextFiring } from '../../core/time/firings.ts';
import { listen } from '../../preview/server/listen.ts';
import { startPreview } from '../../preview/server/preview.ts';
import { createWebApp } from '../../web/app.ts';
import type { Call, CallOf, ExitCode } from '../command.ts';
import type { serveCommand } from '../commands/serve.ts';
import { zonedText } from '../dates.ts';
import { atDesk } from '../desk.ts';
import { asPressrunError, errorText } from '../error-text.ts';
import { type LocalPorts, tokensOf, withLocalPorts } from '../local-ports.ts';
import { pass, printResult } from '../passage.ts';
import { openWebPorts } from '../web-ports.ts';
import { previewPorts } from './preview.ts';

const heldPollMilliseconds = 30_000;

type ServeCall = CallOf<typeof serveCommand>;

/**
 * Runs the schedule and serves the readers' pages and the preview until it is interrupted; a run that goes on then is stopped well, and
 * finished by the next `serve`.
 */
export async function serve(call: ServeCall): Promise<ExitCode> {
  const loaded = await loadConfig(call.global.config, call.folder);
  const { newsletters } = loaded.config;
  const interruption = call.interruption();
  return withLocalPorts<ExitCode>(call.global.data, async (local) => {
    const pages = await servePages(call, loaded, local);
    const preview = await servePreview(call, local).catch(async (error: unknown) => {
      await pages.close();
      throw error;
    });
    const { colours } = call.terminal;
    call.terminal.result({ pages: pages.url, preview: preview.url }, () => [
      `Readers’ pages at ${colours.bold(pages.url)}`,
      `Preview at ${colours.bold(preview.url)}  (Ctrl-C ends everything)`,
    ]);
    for (const newsletter of newsletters) call.terminal.note(comingLine(newsletter, Date.now()));
    await noteUnfinished(call, local);
    const schedule = scheduleOf(newsletters, call);
    schedule.start();
    while (!interruption.aborted) {
      await resumeHeld(newsletters, local, call);
      await setTimeout(heldPollMilliseconds, undefined, { signal: interruption }).catch(() => {});
    }
    await schedule.stop();
    await Promise.all([pages.close(), preview.close()]);
    return 0;
  });
}

/** What an earlier process left undone and nobody goes on with by itself. */
async function noteUnfinished({ terminal }: ServeCall, { runs }: LocalPorts): Promise<void> {
  for (const { editionId: id, state, hold } of await runs.list()) {
    if (state === 'finished') continue;
    const until = hold?.until ?? null;
    if (state === 'held' && until !== null) terminal.note(`${id} is held, and goes on at ${until}.`);
    else terminal.note(`${id} is not finished (${state}): pressrun resume ${id}`);
  }
}

/** Goes on with runs whose hold has a time that is over, such as a daily quota's. */
async function resumeHeld(newsletters: readonly Newsletter[], { runs }: LocalPorts, call: ServeCall): Promise<void> {
  const now = new Date().toISOString();
  for (const { newsletter: slug, state, hold, at, editionId: id } of await runs.list()) {
    const newsletter = newsletters.find((one) => one.slug === slug);
    if (newsletter === undefined || state !== 'held' || hold === null || hold.until === null || hold.until > now)
      continue;
    call.terminal.note(`${id} goes on: its hold is over.`);
    await sendScheduled(newsletter, at, call).catch((error: unknown) => {
      call.terminal.note(errorText(asPressrunError(error), (text) => text, false));
    });
  }
}

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

async function servePages(call: ServeCall, loaded: LoadedConfig, local: LocalPorts): Promise<Served> {
  const log = ({ event, detail }: { event: string; detail: string }) => call.terminal.note(`${event}: ${detail}`);
  const { ports, close: closePorts } = await openWebPorts(call.global.data, local, loaded, log);
  try {
    // The keys are read again for each request, so that a link which a rotated key signed works at once.
    const answer = async (request: Request) =>
      createWebApp(loaded.config, { ...ports, tokens: await tokensOf(local) }).fetch(request);
    const { port, close } = await listen(answer, call.options.port);
    const { pathname } = new URL(readersBase(loaded.config.publication));
    return { url: `http://127.0.0.1:${port}${pathname}`, close: () => close().finally(closePorts) };
  } catch (error) {
    closePorts();
    throw error;
  }
}

async function servePreview({ global, folder }: ServeCall, local: LocalPorts): Promise<Served> {
  const room = {
    config: global.config,
    folder,
    articlesFolder: path.join(global.data, 'articles'),
    outboxFolder: path.join(global.data, 'outbox'),
    newsletter: null,
    at: null,
  };
  return startPreview({ ...room, port: null }, await previewPorts(global.data, local));
}

function scheduleOf(newsletters: readonly Newsletter[], call: ServeCall): CronSchedule {
  return new CronSchedule({
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
}

async function sendScheduled(newsletter: Newsletter, at: string, call: Call): Promise<void> {
  await atDesk(call, newsletter.slug, async (desk) => {
    const { publication } = desk.loaded.config;
    // Another edition may be on its way; this one waits for it as long as it may be late.
    const waitUntil = Date.parse(at) + newsletter.maxLatenessMinutes * 60_000;
    const request = { publication, newsletter: desk.newsletter, at, mayBegin: true, waitUntil };
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
