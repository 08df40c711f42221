import { defineCommand, type ExitCode } from '../command.ts';

export const subscribersExportCommand = defineCommand({
  name: 'subscribers export',
  group: 'People',
  deployments: true,
  summary: 'Write readers out as CSV that is safe in a spreadsheet, or as JSON',
  args: {},
  options: {
    newsletter: { kind: 'text', value: 'SLUG', description: 'only its readers', completes: 'newsletter' },
    format: { kind: 'text', value: 'FORMAT', description: 'csv (the default) or json', choices: ['csv', 'json'] },
    out: { kind: 'text', value: 'FILE', description: 'write there, not to standard output', completes: 'file' },
  },
  examples: [
    { line: 'subscribers export --newsletter world-brief --out readers.csv', does: 'one newsletter’s readers' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/subscribers-export.ts')).exportReaders(call),
});
