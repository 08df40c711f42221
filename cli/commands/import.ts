import { articleFormats } from '../article-formats.ts';
import { defineCommand, type ExitCode } from '../command.ts';

export const importCommand = defineCommand({
  name: 'import',
  group: 'Articles',
  deployments: true,
  summary: 'Take articles from files and folders into the store; a line an article',
  details: [
    'The format is told by what a file holds. One bad article never stops the others: it is refused with the file, the field, the value got and what was allowed, and the exit code is 1. Of two versions of an article the newer is kept; the same again changes nothing.',
    'With --pictures the pictures of the articles are fetched, checked, made no wider than 1200 pixels and stored, and the articles show those at publication.assetUrl: on this machine from `public/pictures` beside the config, which goes to your site; of a deployment from its archive bucket. What was stored once is not fetched again. One that cannot be taken is named, stays where it is, and makes the exit code 1. It needs sharp: `npm install sharp`. docs/reference/templates.md has the limits.',
  ],
  args: { path: { description: 'files, or folders at any depth', kind: 'several', completes: 'file' } },
  options: {
    format: { kind: 'text', value: 'FORMAT', description: 'read every file as this', choices: articleFormats },
    pictures: { kind: 'flag', description: 'store the articles’ pictures too, sized for mail' },
  },
  examples: [
    { line: 'import articles/', does: 'everything in a folder' },
    { line: 'import story.json --format ans', does: 'one Arc XP story' },
    { line: 'import articles/ --pictures', does: 'and their pictures, under the publication’s own address' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/import.ts')).importArticles(call),
});
