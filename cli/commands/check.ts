import { defineCommand, type ExitCode } from '../command.ts';

export const checkCommand = defineCommand({
  name: 'check',
  deployments: true,
  group: 'Editions',
  summary: 'Run the checks that come before a send; exit 1 when one of them would stop it',
  details: [
    'Errors stop a send unless it is forced: no unsubscribe link, no postal address, HTML over 102 KB, a template tag left over, an empty edition, no subject. Everything else warns, or is a note. docs/reference/checks.md lists every rule.',
    'SpamAssassin’s score is among the checks where it is installed. With --deployment the articles and the editions before are those there; config and templates are those here.',
  ],
  args: { newsletter: { description: 'its slug', kind: 'required', completes: 'newsletter' } },
  options: {
    at: { kind: 'text', value: 'INSTANT', description: 'the edition of this instant (default: now)' },
    online: { kind: 'flag', description: 'ask every link and picture whether it is there' },
    browser: { kind: 'flag', description: 'run axe too, in a Chrome or Chromium that is installed' },
    notes: { kind: 'flag', description: 'list the notes too, such as what a mail program does not know' },
  },
  examples: [
    { line: 'check world-brief --at 2026-03-02T07:00:00-05:00 --json', does: 'for a pipeline' },
    { line: 'check world-brief --online --browser', does: 'everything there is' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/check.ts')).check(call),
});
