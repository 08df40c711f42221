import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig } from '../../adapters/local/config-file.ts';
import { PressrunError } from '../../core/errors.ts';
import { editionReport, newsletterReport } from '../../core/stages/report-figures.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { reportCommand } from '../commands/report.ts';
import type { LocalPorts } from '../local-ports.ts';
import { newsletterOf } from '../newsletters.ts';
import { withPorts } from '../ports.ts';
import { editionPage } from '../report-edition-page.ts';
import { editionLines, newsletterLines } from '../report-lines.ts';
import { newsletterPage } from '../report-newsletter-page.ts';
import { causeLines, countLines } from '../report-text.ts';
import { standingOf } from '../standing.ts';

type ReportCall = CallOf<typeof reportCommand>;

/** Prints the report of an edition or of a newsletter, derived now, and writes its page where one is asked for. */
export async function printReport(call: ReportCall): Promise<ExitCode> {
  const isEdition = call.args.edition.includes('/');
  return withPorts(call, (ports) => (isEdition ? ofEdition(call, ports) : ofNewsletter(call, ports)));
}

async function ofEdition(call: ReportCall, ports: LocalPorts): Promise<ExitCode> {
  const { run, standing } = await standingOf(call.args.edition, ports);
  const full = await editionReport(run, ports);
  const named = await nameOf(call, run.newsletter);
  const html = await writePage(call, () => editionPage(full, standing, { ...named, now: ports.clock.now() }));
  call.terminal.result({ ...full, state: standing, ...(html !== null && { html }) }, () => [
    `${call.args.edition}: ${standing}`,
    ...countLines(full.counts, full.exclusionsByReason),
    ...causeLines(full),
    ...editionLines(full),
    ...(html === null ? [] : ['', `The page is ${html}`]),
  ]);
  return 0;
}

async function ofNewsletter(call: ReportCall, ports: LocalPorts): Promise<ExitCode> {
  const slug = call.args.edition;
  const full = await newsletterReport(slug, call.options.last, ports);
  if (full.editions.length === 0) newsletterOf((await loadConfig(call.global.config, call.folder)).config, slug);
  const named = await nameOf(call, slug);
  const html = await writePage(call, () => newsletterPage(full, { ...named, now: ports.clock.now() }));
  call.terminal.result({ ...full, ...(html !== null && { html }) }, () => [
    ...newsletterLines(full),
    ...(html === null ? [] : ['', `The page is ${html}`]),
  ]);
  return 0;
}

/** A newsletter's title and time zone, as the config has them; what became of an edition can be asked without one. */
async function nameOf(call: ReportCall, slug: string): Promise<{ title: string; timeZone: string }> {
  const unknown = { title: slug, timeZone: 'UTC' };
  try {
    const { config } = await loadConfig(call.global.config, call.folder);
    return config.newsletters.find((newsletter) => newsletter.slug === slug) ?? unknown;
  } catch (error) {
    if (error instanceof PressrunError && call.global.config === null) return unknown;
    throw error;
  }
}

/** @returns where it is, or null where none is asked for. */
async function writePage({ options, folder }: ReportCall, page: () => string): Promise<string | null> {
  if (options.html === null) return null;
  const file = path.resolve(folder, options.html);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, page());
  return file;
}
