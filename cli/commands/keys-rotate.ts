import { defineCommand, type ExitCode } from '../command.ts';

export const keysRotateCommand = defineCommand({
  name: 'keys rotate',
  group: 'Set-up',
  deployments: true,
  summary: 'Add a fresh key for readers’ links; the old ones are still honoured; asks first',
  details: [
    'The fresh key is honoured at once, and signs ten minutes later, when everything that runs has read it. Links that older keys signed work as long as they hold.',
    'A deployment keeps its keys in Secrets Manager, this machine in `keys.json` of the data folder.',
  ],
  args: {},
  options: { yes: { kind: 'flag', description: 'do not ask' } },
  examples: [
    { line: 'keys rotate', does: 'on this machine' },
    { line: 'keys rotate --deployment prod --yes', does: 'of a deployment, from a script' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/keys.ts')).rotateKeys(call),
});
