import type { Lift, Suppression } from '../../core/model/suppression.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { suppressionsListCommand } from '../commands/suppressions-list.ts';
import { withPorts } from '../ports.ts';
import { counted } from '../report-text.ts';

type ListCall = CallOf<typeof suppressionsListCommand>;

/** Lists the bars that stand, or those that were lifted. */
export async function listSuppressions(call: ListCall): Promise<ExitCode> {
  const { reason, lifted } = call.options;
  return withPorts<ExitCode>(call, async ({ subscribers }) => {
    if (lifted) {
      const lifts: Lift[] = [];
      for await (const page of subscribers.lifts()) lifts.push(...page);
      lifts.sort((a, b) => (a.at < b.at ? 1 : -1));
      const chosen = lifts.filter((lift) => reason === null || lift.lifted.reason === reason);
      call.terminal.result(chosen, () => [
        ...chosen.map(
          (lift) =>
            `${lift.addressHash.slice(0, 16)}  ${lift.lifted.reason.padEnd(11)}  ${lift.at.slice(0, 10)}  ${lift.reason}`,
        ),
        counted(chosen.length, 'lift'),
      ]);
      return 0;
    }
    const bars: Suppression[] = [];
    for await (const page of subscribers.suppressions()) {
      bars.push(...page.filter((bar) => reason === null || bar.reason === reason));
    }
    call.terminal.result(bars, () => [
      ...bars.map((bar) =>
        `${bar.addressHash.slice(0, 16)}  ${bar.reason.padEnd(11)}  ${bar.since.slice(0, 10)}  ${bar.detail ?? ''}`.trimEnd(),
      ),
      counted(bars.length, 'suppression'),
    ]);
    return 0;
  });
}
