import { defineCommand, type ExitCode } from '../command.ts';

export const suppressionsLiftCommand = defineCommand({
  name: 'suppressions lift',
  group: 'People',
  deployments: true,
  summary: 'Let an address be written to again; the reason is kept',
  details: [
    'What was learned of the address before the lift does not bar it again; what is learned later does. Whoever has left stays unsubscribed.',
  ],
  args: { address: { description: 'the address, or its hash as `suppressions list` shows it', kind: 'required' } },
  options: { reason: { kind: 'text', value: 'TEXT', description: 'why; required' } },
  examples: [
    { line: 'suppressions lift ann@example.com --reason "mailbox repaired, asked by phone"', does: 'one address' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/suppressions-lift.ts')).liftSuppression(call),
});
