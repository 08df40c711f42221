import { suppressionReasons } from '../../core/model/suppression.ts';
import { defineCommand, type ExitCode } from '../command.ts';

export const suppressionsListCommand = defineCommand({
  name: 'suppressions list',
  group: 'People',
  deployments: true,
  summary: 'List the addresses that get nothing, and why',
  details: ['Only hashes of addresses are kept. Where a reader has the address, the reader’s id is shown too.'],
  args: {},
  options: {
    reason: { kind: 'text', value: 'REASON', description: 'only these', choices: suppressionReasons },
    lifted: { kind: 'flag', description: 'those that were lifted, and why' },
  },
  examples: [{ line: 'suppressions list --reason complaint', does: 'who complained' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/suppressions-list.ts')).listSuppressions(call),
});
