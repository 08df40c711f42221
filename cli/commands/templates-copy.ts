import { defineCommand, type ExitCode } from '../command.ts';

export const templatesCopyCommand = defineCommand({
  name: 'templates copy',
  group: 'Newsletters',
  summary: 'Copy a template of Pressrun’s beside your config, to make it yours',
  details: [
    'What is beside the config is taken before what ships with Pressrun. A partial is copied by its name with its ending, such as partials/footer.mjml. Nothing is replaced.',
  ],
  args: { name: { description: 'a template or a partial', kind: 'required' } },
  options: { as: { kind: 'text', value: 'NAME', description: 'the name of the copy (default: the same)' } },
  examples: [
    { line: 'templates copy brief --as morning', does: 'templates/editions/morning.mjml' },
    { line: 'templates copy partials/footer.mjml', does: 'templates/partials/footer.mjml' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/templates.ts')).copyTemplate(call),
});
