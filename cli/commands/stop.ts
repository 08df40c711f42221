import { defineCommand, type ExitCode } from '../command.ts';

export const stopCommand = defineCommand({
  name: 'stop',
  group: 'Runs',
  deployments: true,
  summary: 'Stop a run that is going on, from any terminal',
  details: ['What is on its way is finished and recorded; nothing further is claimed. `pressrun resume` goes on.'],
  args: { edition: { description: 'its id, such as world-brief/2026-03-02', kind: 'required', completes: 'edition' } },
  options: {},
  examples: [{ line: 'stop world-brief/2026-03-02', does: 'within two seconds' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/stop.ts')).stop(call),
});
