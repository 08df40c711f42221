import { defineCommand, type ExitCode } from '../command.ts';

export const subscribersListCommand = defineCommand({
  name: 'subscribers list',
  group: 'People',
  deployments: true,
  summary: 'List readers, with their standing',
  args: {},
  options: {
    newsletter: { kind: 'text', value: 'SLUG', description: 'only its readers', completes: 'newsletter' },
    status: {
      kind: 'text',
      value: 'STATUS',
      description: 'only those with it',
      choices: ['pending', 'active', 'unsubscribed'],
    },
    limit: { kind: 'whole', value: 'N', description: 'at most so many', min: 1, max: 10_000_000, default: 100 },
  },
  examples: [{ line: 'subscribers list --newsletter world-brief --status pending', does: 'who has not confirmed' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/subscribers-list.ts')).listReaders(call),
});
