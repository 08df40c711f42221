import { defineCommand, type ExitCode } from '../command.ts';

export const reportCommand = defineCommand({
  name: 'report',
  group: 'Runs',
  deployments: true,
  summary: 'Print the report of an edition: counts, and why',
  args: { edition: { description: 'its id, such as world-brief/2026-03-02', kind: 'required', completes: 'edition' } },
  options: {},
  examples: [{ line: 'report world-brief/2026-03-02', does: 'what became of its messages' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/report.ts')).printReport(call),
});
