import path from 'node:path';
import { PressrunError } from '../../core/errors.ts';
import { normaliseAddress } from '../../core/model/mailbox.ts';
import type { RunRequest } from '../../core/pipeline.ts';
import { composeSingle } from '../../core/stages/compose-single.ts';
import { makeEdition } from '../../core/stages/make-edition.ts';
import { outcomeOf } from '../../core/stages/outcome-of.ts';
import { report } from '../../core/stages/report.ts';
import { editionId } from '../../core/time/edition-id.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { sendCommand } from '../commands/send.ts';
import { atDesk, type Desk } from '../desk.ts';
import { editionLines } from '../edition-text.ts';
import { findingLines } from '../finding-text.ts';
import { instantOf } from '../instant.ts';
import { pass, printResult } from '../passage.ts';
import { counted, number, reasonsText } from '../report-text.ts';
import { planSend, type SendPlan } from '../send-plan.ts';
import { someoneSends } from '../standing.ts';
import type { Terminal } from '../terminal.ts';
import { unreadable } from '../unreadable.ts';

type SendCall = CallOf<typeof sendCommand>;

/** Sends an edition, or shows what sending it would do, or sends it to test addresses alone. */
export async function send(call: SendCall): Promise<ExitCode> {
  const at = instantOf(call.options.at, Date.now());
  const addresses = call.options.test.map(testAddress);
  if (addresses.length > 0 && call.options['dry-run']) {
    throw new PressrunError('USAGE', 'Say one of --dry-run, which sends nothing, and --test, which sends.');
  }
  return atDesk(call, call.args.newsletter, async (desk) => {
    const { publication } = desk.loaded.config;
    const request = { publication, newsletter: desk.newsletter, at, ...unreadable(call) };
    if (addresses.length > 0) return sendTests(addresses, request, desk, call);
    if (call.options['dry-run']) return dryRun(await planSend(request, desk.ports), desk, call.terminal);
    return sendForReal({ ...request, force: call.options.force }, desk, call);
  });
}

async function sendForReal(request: RunRequest, desk: Desk, call: SendCall): Promise<ExitCode> {
  const { terminal } = call;
  const id = editionId(request.newsletter, request.at);
  let mayBegin = call.options.yes || !(await hasWork(id, desk));
  let made: RunRequest['made'];
  if (!mayBegin && !someoneSends(desk.local)) {
    if (!terminal.interactive) {
      throw new PressrunError('USAGE', `Sending ${id} wants a yes, and there is no terminal to ask on: add --yes.`);
    }
    const plan = await planSend(request, desk.ports);
    for (const line of planLines(plan, desk, terminal)) terminal.note(line);
    const errors = plan.findings.filter(({ severity }) => severity === 'error');
    if (errors.length > 0 && request.force !== true && !plan.begun) {
      const reasons = errors.map(({ message }) => message).join(' ');
      throw new PressrunError('CHECK_FAILED', `${id} was not sent: ${reasons}`);
    }
    if (!(await terminal.confirm(`Send it to ${counted(plan.remaining, 'recipient')}?`))) {
      terminal.note('Nothing was sent.');
      return 1;
    }
    mayBegin = true;
    made = plan.made;
  }
  return printResult(await pass({ ...request, mayBegin, ...(made && { made }) }, desk, call), desk, terminal);
}

/** Whether anything of an edition is left to do; a finished one needs no question, for nothing will be sent. */
async function hasWork(id: string, { ports }: Desk): Promise<boolean> {
  const run = await ports.runs.get(id);
  if (run?.state !== 'finished') return true;
  const { counts } = await report(id, ports);
  return counts.deferred + counts.unattempted > 0;
}

function dryRun(plan: SendPlan, desk: Desk, terminal: Terminal): ExitCode {
  const { made, ...rest } = plan;
  const { id, at } = made.edition;
  const { revision, subject } = made.rendered;
  terminal.result({ editionId: id, at, revision, subject, ...rest }, () => [
    ...planLines(plan, desk, terminal),
    'Nothing was sent: this was a dry run.',
  ]);
  return plan.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function planLines(plan: SendPlan, { newsletter, loaded }: Desk, { colours }: Terminal): string[] {
  const { made, recipients, exclusions, exclusionsByReason, ratePerSecond, remaining, begun } = plan;
  const left = exclusions === 0 ? '' : `; ${number(exclusions)} left out: ${reasonsText(exclusionsByReason)}`;
  const ses = `Amazon SES, ${loaded.config.ses?.region ?? ''}`;
  return [
    ...editionLines(made.edition, made.rendered, colours),
    `  Audience   ${counted(recipients, 'recipient')}${left}`,
    ...(begun
      ? [`  Remaining  ${counted(remaining, 'recipient')}; the rest is decided, and the edition is as it was frozen`]
      : []),
    `  Mailer     ${newsletter.mailer === 'ses' ? ses : 'outbox: files in a folder, nobody is mailed'}`,
    `  Rate       ${ratePerSecond === null ? 'as fast as the disk takes them' : `${number(ratePerSecond)} a second`}`,
    `  Takes      about ${duration(plan.seconds)}`,
    `  Cost       ${plan.costUsd === 0 ? 'nothing' : `about $${plan.costUsd.toFixed(2)} at SES’s à-la-carte price`}`,
    ...findingLines(plan.findings, colours),
  ];
}

function duration(seconds: number): string {
  if (seconds < 90) return counted(Math.max(1, seconds), 'second');
  return seconds < 5_400 ? counted(Math.round(seconds / 60), 'minute') : counted(Math.round(seconds / 3_600), 'hour');
}

function testAddress(input: string): string {
  const address = normaliseAddress(input);
  if (address !== null) return address;
  throw new PressrunError('ADDRESS_INVALID', `"${input}" is not an address.`);
}

interface TestResult {
  address: string;
  state: string;
  detail: string | null;
  file: string | null;
}

/** Tests go out beside every ledger: they are no part of any run, and may be repeated. */
async function sendTests(addresses: string[], request: RunRequest, desk: Desk, call: SendCall): Promise<ExitCode> {
  const { terminal } = call;
  const made = await makeEdition(request, desk.ports);
  const known = await desk.local.subscribers.byEmails(addresses);
  const results: TestResult[] = [];
  for (const address of addresses) {
    const { publication, newsletter } = request;
    const source = {
      publication,
      newsletter,
      rendered: made.rendered,
      tokens: desk.ports.tokens,
      at: desk.ports.clock.now(),
    };
    const recipient = known.get(address) ?? { id: 'test', email: address, attributes: {} };
    results.push(await sendTest(address, composeSingle(source, recipient), desk, call.global.data));
  }
  terminal.result({ editionId: made.edition.id, tests: results }, () => [
    ...editionLines(made.edition, made.rendered, terminal.colours),
    ...results.map(
      ({ address, state, detail, file }) =>
        `  ${address}: ${state}${detail === null ? '' : `, ${detail}`}${file === null ? '' : `\n    ${file}`}`,
    ),
  ]);
  return results.every(({ state }) => state === 'accepted') ? 0 : 1;
}

async function sendTest(
  to: string,
  composed: ReturnType<typeof composeSingle>,
  desk: Desk,
  data: string,
): Promise<TestResult> {
  const { newsletter, ports } = desk;
  const { messageId, message } = composed;
  const attemptId = ports.ids.next();
  const from = newsletter.from.address;
  // Under an edition of its own, which no ledger has: what comes back about it later is not taken for a recipient’s.
  const answer = await ports.mailer.send({
    editionId: 'test',
    newsletter: newsletter.slug,
    subscriberId: 'test',
    messageId,
    attemptId,
    from,
    to,
    message,
  });
  const outcome = outcomeOf(answer, { from, to });
  const file =
    newsletter.mailer === 'outbox' ? path.join(data, 'outbox', 'test', `${messageId}.${attemptId}.eml`) : null;
  return { address: to, state: outcome.state, detail: 'detail' in outcome ? outcome.detail : null, file };
}
