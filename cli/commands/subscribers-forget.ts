import { defineCommand, type ExitCode } from '../command.ts';

export const subscribersForgetCommand = defineCommand({
  name: 'subscribers forget',
  group: 'People',
  deployments: true,
  summary: 'Delete all that is known of a reader; asks first',
  details: [
    'Only the hash of the address stays, suppressed, so that nobody writes to it again. Ledgers and reports keep counting the messages, under an id that leads to nobody any more. This cannot be undone.',
  ],
  args: { email: { description: 'the address', kind: 'required' } },
  options: { yes: { kind: 'flag', description: 'do not ask' } },
  examples: [{ line: 'subscribers forget ann@example.com', does: 'as a reader may ask of you' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/subscribers-forget.ts')).forgetReader(call),
});
