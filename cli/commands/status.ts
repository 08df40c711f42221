import { defineCommand, type ExitCode } from '../command.ts';

export const statusCommand = defineCommand({
  name: 'status',
  group: 'Runs',
  deployments: true,
  summary: 'Show how a run stands; without an edition, list the runs',
  details: ['A run whose process ended without a word is shown as interrupted.'],
  args: { edition: { description: 'its id, such as world-brief/2026-03-02', kind: 'optional', completes: 'edition' } },
  options: {},
  examples: [
    { line: 'status', does: 'every run, the newest first' },
    { line: 'status world-brief/2026-03-02 --json', does: 'one run, with its counts' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/status.ts')).status(call),
});
