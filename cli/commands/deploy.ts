import { defineCommand, type ExitCode } from '../command.ts';

export const deployCommand = defineCommand({
  name: 'deploy',
  group: 'Set-up',
  deployments: true,
  summary: 'Put the newsletters on AWS: shows what will change, asks, then does it',
  details: [
    'Freezes the config and the templates into the functions: what is sent by schedule changes only here. Works in a checkout of Pressrun, with credentials of the account in the environment.',
  ],
  args: {},
  options: { yes: { kind: 'flag', description: 'do not ask' } },
  examples: [
    { line: 'deploy --deployment dev', does: 'a deployment that mails the simulator only' },
    { line: 'deploy --deployment prod', does: 'the one that mails readers' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/deploy.ts')).deploy(call),
});
