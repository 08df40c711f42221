import { articleFormats } from '../article-formats.ts';
import { defineCommand, type ExitCode } from '../command.ts';

export const importCommand = defineCommand({
  name: 'import',
  group: 'Articles',
  deployments: true,
  summary: 'Take articles from files and folders into the store; a line an article',
  details: [
    'The format is told by what a file holds. One bad article never stops the others: it is refused with the file, the field, the value got and what was allowed, and the exit code is 1. Of two versions of an article the newer is kept; the same again changes nothing.',
  ],
  args: { path: { description: 'files, or folders at any depth', kind: 'several', completes: 'file' } },
  options: {
    format: { kind: 'text', value: 'FORMAT', description: 'read every file as this', choices: articleFormats },
  },
  examples: [
    { line: 'import articles/', does: 'everything in a folder' },
    { line: 'import story.json --format ans', does: 'one Arc XP story' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/import.ts')).importArticles(call),
});
