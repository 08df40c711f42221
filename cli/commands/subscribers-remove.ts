import { defineCommand, type ExitCode } from '../command.ts';

export const subscribersRemoveCommand = defineCommand({
  name: 'subscribers remove',
  group: 'People',
  deployments: true,
  summary: 'Take a reader off a newsletter, or off all of them',
  details: [
    'The record stays, as unsubscribed, so that no import brings the reader back. `subscribers forget` deletes it.',
  ],
  args: { email: { description: 'the address', kind: 'required' } },
  options: {
    newsletter: { kind: 'text', value: 'SLUG', description: 'only this one', completes: 'newsletter' },
  },
  examples: [{ line: 'subscribers remove ann@example.com --newsletter world-brief', does: 'one newsletter' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/subscribers-remove.ts')).removeReader(call),
});
