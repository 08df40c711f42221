import { defineCommand, type ExitCode } from '../command.ts';

export const articlesCommand = defineCommand({
  name: 'articles',
  group: 'Articles',
  deployments: true,
  summary: 'List the articles of the store, the newest first',
  args: {},
  options: {
    section: { kind: 'text', value: 'PATH', description: 'only of this section, such as /world; those below it count' },
    since: { kind: 'text', value: 'WHEN', description: 'published since an instant, a date, or so long ago (24h, 7d)' },
  },
  examples: [
    { line: 'articles --section /world --since 24h', does: 'the last day’s world news' },
    { line: 'articles --since 2026-03-01 --json', does: 'as data' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/articles.ts')).articles(call),
});
