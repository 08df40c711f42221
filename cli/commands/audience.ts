import { defineCommand, type ExitCode } from '../command.ts';

export const audienceCommand = defineCommand({
  name: 'audience',
  group: 'People',
  deployments: true,
  summary: 'Show who gets a newsletter and who does not, with the reason for every exclusion',
  details: [
    'As it would be selected now: everyone with a standing in the newsletter, less those who have not confirmed, have left, are suppressed, or are outside its segment.',
  ],
  args: { newsletter: { description: 'its slug', kind: 'required', completes: 'newsletter' } },
  options: {
    at: {
      kind: 'text',
      value: 'INSTANT',
      description: 'as of the edition of then, for rules like “joined 30d before”',
    },
    exclusions: { kind: 'flag', description: 'list everybody who is left out, a line each' },
  },
  examples: [
    { line: 'audience world-brief', does: 'the counts, by reason' },
    { line: 'audience world-brief --exclusions', does: 'who is left out, and why' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/audience.ts')).showAudience(call),
});
