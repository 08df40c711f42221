import { defineCommand, type ExitCode } from '../command.ts';

export const templatesListCommand = defineCommand({
  name: 'templates list',
  group: 'Newsletters',
  summary: 'List the templates and partials, and where each is from',
  args: {},
  options: {},
  examples: [{ line: 'templates list', does: 'those beside the config and those that ship with Pressrun' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/templates.ts')).listTemplates(call),
});
