import { type CostInput, costDefaults, type MonthlyCost, monthlyCost, prices } from '../../core/stages/cost.ts';

const day = (change: Partial<CostInput> = {}): MonthlyCost =>
  monthlyCost({ ...costDefaults, subscribers: 100_000, editionsPerMonth: 22, ...change });

/** docs/reference/cost.md, every figure of it from the model. */
export function costMarkdown(): string {
  const month = day();
  const list = day({ withFreeAllowances: false });
  const without = day({ recordDeliveries: false });
  const rows = month.lines.map((line, index) => {
    const listed = list.lines[index]?.dollars ?? 0;
    const amount = line.quantity < 10 ? String(Math.round(line.quantity * 100) / 100) : count(line.quantity);
    return `| ${line.part} | ${line.what} | ${amount} ${line.unit} | ${money(line.dollars)} | ${money(listed)} | ${line.without ?? ''} |`;
  });
  const sizes = [1_000, 10_000, 100_000, 1_000_000].map((subscribers) => {
    const one = day({ subscribers });
    return `| ${count(subscribers)} | ${money(one.dollars)} | ${money(day({ subscribers, withFreeAllowances: false }).dollars)} | ${money(one.sesDollars)} |`;
  });
  return `# What it costs

<!-- Written by \`npm run docs\`; a test compares. -->

\`pressrun cost --subscribers N --editions-per-month M\` prints this for your own figures. Quantities follow from how Pressrun works (two writes a message,
whatever else); prices are AWS's list for us-east-1, read in November 2026. SES is told apart: ${money(prices.sesMessage * 1_000)} for 1,000 messages à la carte,
$0.16 on the Essentials plan that new accounts get.

## A daily newsletter: 100,000 readers, 22 editions a month

Send and Delivery events are recorded. **${money(month.dollars)} a month**, after the allowances that AWS gives every account always;
${money(list.dollars)} without them. SES: ${money(month.sesDollars)}. Without the Send and Delivery events it would be ${money(without.dollars)}.

| part | what | quantity | a month | at list | what is lost without it |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
| | **all** | | **${money(month.dollars)}** | **${money(list.dollars)}** | |

## Other sizes, 22 editions a month

| readers | AWS | AWS at list | SES |
| --- | --- | --- | --- |
${sizes.join('\n')}
`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function money(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
