import { checkEdition, deliveredBytes, type Finding } from '../../core/stages/check.ts';
import { type Trace, traceEdition } from '../../core/stages/check-trace.ts';
import { weighParts } from '../../core/stages/check-weight.ts';
import { composeSingle } from '../../core/stages/compose-single.ts';
import { type MadeEdition, makeEdition } from '../../core/stages/make-edition.ts';
import { checkWithAxe, type Skipped } from '../../preview/checks/axe.ts';
import { checkOnline } from '../../preview/checks/online-links.ts';
import { checkWithSpamAssassin } from '../../preview/checks/spam-assassin.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { checkCommand } from '../commands/check.ts';
import { atDesk, type Desk } from '../desk.ts';
import { editionLines } from '../edition-text.ts';
import { findingLines } from '../finding-text.ts';
import { instantOf } from '../instant.ts';
import { counted } from '../report-text.ts';
import { unreadable } from '../unreadable.ts';

type CheckCall = CallOf<typeof checkCommand>;

/** Checks an edition as a send would, and more. */
export async function check(call: CheckCall): Promise<ExitCode> {
  const at = instantOf(call.options.at, Date.now());
  return atDesk<ExitCode>(call, call.args.newsletter, async (desk) => {
    const { publication } = desk.loaded.config;
    const { newsletter } = desk;
    const made = await makeEdition({ publication, newsletter, at, ...unreadable(call) }, desk.ports);
    const { edition, rendered } = made;
    const trace = await traceEdition(edition, rendered, desk.ports.templates);
    const more = await furtherChecks(made, trace, desk, call);
    const findings = [...checkEdition(edition, rendered, publication, trace), ...more.findings];
    const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
    const [errors, warnings, notes] = [count('error'), count('warning'), count('note')];
    const { revision } = rendered;
    const bytes = deliveredBytes(rendered);
    const weight = weighParts(edition, rendered);
    const result = { editionId: edition.id, at, revision, bytes, weight, errors, warnings, notes, findings };
    const { colours } = call.terminal;
    const nothing = errors + warnings === 0 && !(call.options.notes && notes > 0);
    call.terminal.result({ ...result, skipped: more.skipped }, () => [
      ...editionLines(edition, rendered, colours),
      ...findingLines(findings, colours, { notes: call.options.notes }),
      ...more.skipped.map(({ check: name, why }) => colours.dim(`  skipped    ${name}: ${why}`)),
      nothing ? 'Nothing found.' : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
      ...(notes > 0 && !call.options.notes ? [colours.dim(`${counted(notes, 'note')}: --notes lists them.`)] : []),
    ]);
    return errors > 0 ? 1 : 0;
  });
}

/** Those that ask other programs, or the network. */
async function furtherChecks(
  { edition, rendered }: MadeEdition,
  trace: Trace | null,
  { loaded, newsletter, ports }: Desk,
  { options }: CheckCall,
): Promise<{ findings: Finding[]; skipped: Skipped[] }> {
  const { publication } = loaded.config;
  const source = { publication, newsletter, rendered, tokens: ports.tokens, at: Date.parse(edition.at) };
  const { message } = composeSingle(source, { id: 'sample', email: 'reader@example.com', attributes: {} });
  const nothing = { findings: [], skipped: [] };
  const spam = await checkWithSpamAssassin(message.bytes());
  const axe = options.browser ? await checkWithAxe(rendered.html, trace, process.env) : nothing;
  const online = options.online ? await checkOnline(rendered, trace, fetch) : [];
  return { findings: [...online, ...axe.findings, ...spam.findings], skipped: [...axe.skipped, ...spam.skipped] };
}
