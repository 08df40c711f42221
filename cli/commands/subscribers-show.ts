import { defineCommand, type ExitCode } from '../command.ts';

export const subscribersShowCommand = defineCommand({
  name: 'subscribers show',
  group: 'People',
  deployments: true,
  summary: 'Show all that is known of one reader, and whether the address is suppressed',
  args: { email: { description: 'the address', kind: 'required' } },
  options: {},
  examples: [{ line: 'subscribers show ann@example.com --json', does: 'the whole record' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/subscribers-show.ts')).showReader(call),
});
