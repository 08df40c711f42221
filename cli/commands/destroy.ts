import { defineCommand, type ExitCode } from '../command.ts';

export const destroyCommand = defineCommand({
  name: 'destroy',
  group: 'Set-up',
  deployments: true,
  summary: 'Take a deployment off AWS; what holds data stays',
  details: [
    'Schedules, functions, pages and alarms go. The buckets, the tables and the keys of readers’ links stay, and cost what they hold; docs/operations.md says how to empty and delete them.',
  ],
  args: {},
  options: { yes: { kind: 'flag', description: 'do not ask' } },
  examples: [{ line: 'destroy --deployment dev', does: 'remove the dev stack' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/deploy.ts')).destroy(call),
});
