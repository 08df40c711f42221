import { PressrunError } from '../../core/errors.ts';
import { type CostLine, costDefaults, monthlyCost } from '../../core/stages/cost.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { costCommand } from '../commands/cost.ts';
import { number } from '../report-text.ts';

/** Prints the cost model for what was asked. */
export async function cost(call: CallOf<typeof costCommand>): Promise<ExitCode> {
  const { subscribers, newsletters, rate } = call.options;
  const editionsPerMonth = call.options['editions-per-month'];
  if (subscribers === null || editionsPerMonth === null) {
    throw new PressrunError('USAGE', 'Say how many: --subscribers N and --editions-per-month M.');
  }
  const month = monthlyCost({
    ...costDefaults,
    subscribers,
    editionsPerMonth,
    newsletters,
    ratePerSecond: rate,
    recordDeliveries: !call.options['without-deliveries'],
    withFreeAllowances: !call.options['list-prices'],
  });
  const messages = subscribers * editionsPerMonth;
  call.terminal.result(month, () => [
    ...month.lines.map((line) => costLine(line)),
    '',
    `AWS without SES  ${dollars(month.dollars)} a month${call.options['list-prices'] ? ', at list prices' : ', after the allowances that are always free'}`,
    `SES              ${dollars(month.sesDollars)} for ${number(messages)} messages, à la carte`,
    '',
    'What could be left out:',
    ...optional(month.lines).map(([without, saved]) => `  ${dollars(saved).padStart(9)}  ${without}`),
  ]);
  return 0;
}

function costLine({ part, what, quantity, unit, dollars: spent }: CostLine): string {
  const amount = quantity < 10 ? String(Math.round(quantity * 100) / 100) : number(Math.round(quantity));
  return `${dollars(spent).padStart(9)}  ${part.padEnd(15)}  ${what}: ${amount} ${unit}`;
}

/** What is lost with lines that could go, and what they cost together. */
function optional(lines: readonly CostLine[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { without, dollars: spent } of lines) {
    if (without !== null) sums.set(without, (sums.get(without) ?? 0) + spent);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
