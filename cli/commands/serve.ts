import { defineCommand, type ExitCode } from '../command.ts';

export const serveCommand = defineCommand({
  name: 'serve',
  group: 'Newsletters',
  summary: 'Run the schedule on this machine until Ctrl-C',
  details: [
    'Each newsletter with a cron goes out at its time, in its time zone. A firing that was missed is made up for when it is not later than maxLatenessMinutes; a run that died is finished. The config is read again for each edition.',
  ],
  args: {},
  options: {},
  examples: [{ line: 'serve', does: 'and leave it running' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/serve.ts')).serve(call),
});
