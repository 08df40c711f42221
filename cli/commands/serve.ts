import { defineCommand, type ExitCode } from '../command.ts';

export const serveCommand = defineCommand({
  name: 'serve',
  group: 'Newsletters',
  summary: 'Run the schedule, the readers’ pages and the preview on this machine, until Ctrl-C',
  details: [
    'Each newsletter with a cron goes out at its time, in its time zone. A firing that was missed is made up for when it is not later than maxLatenessMinutes; a run that died is finished. The config is read again for each edition.',
    'The readers’ pages (sign up, confirm, unsubscribe, preferences, past editions, feeds) answer on 127.0.0.1, under the path of publication.webUrl and whatever host it names: put a proxy with TLS before them.',
  ],
  args: {},
  options: {
    port: {
      kind: 'whole',
      value: 'PORT',
      description: 'of the readers’ pages; 0 is any that is free',
      min: 0,
      max: 65_535,
      default: 4700,
    },
  },
  examples: [{ line: 'serve', does: 'and leave it running' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/serve.ts')).serve(call),
});
