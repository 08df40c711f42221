import { defineCommand, type ExitCode } from '../command.ts';

export const completeCommand = defineCommand({
  name: 'complete',
  group: 'Set-up',
  hidden: true,
  summary: 'Answer a completion script: one candidate a line',
  args: { words: { description: 'the words typed after pressrun, the last one unfinished', kind: 'several' } },
  options: {},
  examples: [],
  run: async (call): Promise<ExitCode> => (await import('../actions/complete.ts')).completeWords(call),
});
