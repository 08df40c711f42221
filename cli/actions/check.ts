import { checkEdition, deliveredBytes } from '../../core/stages/check.ts';
import { makeEdition } from '../../core/stages/make-edition.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { checkCommand } from '../commands/check.ts';
import { atDesk } from '../desk.ts';
import { editionLines } from '../edition-text.ts';
import { findingLines } from '../finding-text.ts';
import { instantOf } from '../instant.ts';
import { counted } from '../report-text.ts';
import { unreadable } from '../unreadable.ts';

/** Checks an edition as a send would. */
export async function check(call: CallOf<typeof checkCommand>): Promise<ExitCode> {
  const at = instantOf(call.options.at, Date.now());
  return atDesk<ExitCode>(call, call.args.newsletter, async ({ loaded, newsletter, ports }) => {
    const { publication } = loaded.config;
    const { edition, rendered } = await makeEdition({ publication, newsletter, at, ...unreadable(call) }, ports);
    const findings = checkEdition(edition, rendered, publication);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const warnings = findings.length - errors;
    const { revision } = rendered;
    const bytes = deliveredBytes(rendered);
    call.terminal.result({ editionId: edition.id, at, revision, bytes, errors, warnings, findings }, () => [
      ...editionLines(edition, rendered, call.terminal.colours),
      ...findingLines(findings, call.terminal.colours),
      findings.length === 0 ? 'Nothing found.' : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
    ]);
    return errors > 0 ? 1 : 0;
  });
}
