import { defineCommand, type ExitCode } from '../command.ts';

export const costCommand = defineCommand({
  name: 'cost',
  group: 'Set-up',
  summary: 'What a month on AWS costs, line by line, and what each line would save',
  details: [
    'Quantities follow from how Pressrun works, prices are AWS’s list for us-east-1 (docs/reference/cost.md). SES is told apart.',
  ],
  args: {},
  options: {
    subscribers: { kind: 'whole', value: 'N', description: 'readers of the newsletters', min: 1, max: 100_000_000 },
    'editions-per-month': { kind: 'whole', value: 'M', description: 'editions in a month', min: 1, max: 100_000 },
    newsletters: { kind: 'whole', value: 'N', description: 'newsletters', min: 1, max: 1_000, default: 1 },
    rate: { kind: 'whole', value: 'N', description: 'messages a second', min: 1, max: 100_000, default: 50 },
    'without-deliveries': { kind: 'flag', description: 'without recording SES’s Send and Delivery events' },
    'list-prices': { kind: 'flag', description: 'without the allowances that no account ever pays for' },
  },
  examples: [
    { line: 'cost --subscribers 100000 --editions-per-month 22', does: 'a daily newsletter on weekdays' },
    { line: 'cost --subscribers 5000 --editions-per-month 4 --without-deliveries', does: 'a small weekly one' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/cost.ts')).cost(call),
});
