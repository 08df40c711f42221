import { defineCommand, type ExitCode } from '../command.ts';

export const keysListCommand = defineCommand({
  name: 'keys list',
  group: 'Set-up',
  deployments: true,
  summary: 'List the keys of readers’ links, the newest first',
  details: ['Their ids, when each was made and which one signs. Secrets are never shown.'],
  args: {},
  options: {},
  examples: [{ line: 'keys list --deployment prod', does: 'of a deployment' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/keys.ts')).listKeys(call),
});
