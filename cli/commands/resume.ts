import { defineCommand, type ExitCode } from '../command.ts';

export const resumeCommand = defineCommand({
  name: 'resume',
  group: 'Runs',
  deployments: true,
  summary: 'Go on with a run that was stopped, held or interrupted',
  details: ['The edition and its audience are as they were frozen. Nobody who was sent to is sent to again.'],
  args: { edition: { description: 'its id, such as world-brief/2026-03-02', kind: 'required', completes: 'edition' } },
  options: {},
  examples: [{ line: 'resume world-brief/2026-03-02', does: 'finish the edition' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/resume.ts')).resume(call),
});
