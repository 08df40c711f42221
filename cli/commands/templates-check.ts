import { defineCommand, type ExitCode } from '../command.ts';

export const templatesCheckCommand = defineCommand({
  name: 'templates check',
  group: 'Newsletters',
  summary: 'Render templates with sample articles and say what is wrong, by file and line',
  args: { name: { description: 'only this one (default: all)', kind: 'optional' } },
  options: {},
  examples: [{ line: 'templates check morning', does: 'before it is used' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/templates.ts')).checkTemplates(call),
});
