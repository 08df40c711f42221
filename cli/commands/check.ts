import { defineCommand, type ExitCode } from '../command.ts';

export const checkCommand = defineCommand({
  name: 'check',
  group: 'Editions',
  summary: 'Run the checks that come before a send; exit 1 when one of them would stop it',
  details: [
    'Errors stop a send unless it is forced: no unsubscribe link, no postal address, HTML over 102 KB, a template tag left over, an empty edition, no subject. Everything else warns.',
  ],
  args: { newsletter: { description: 'its slug', kind: 'required', completes: 'newsletter' } },
  options: { at: { kind: 'text', value: 'INSTANT', description: 'the edition of this instant (default: now)' } },
  examples: [{ line: 'check world-brief --at 2026-03-02T07:00:00-05:00 --json', does: 'for a pipeline' }],
  run: async (call): Promise<ExitCode> => (await import('../actions/check.ts')).check(call),
});
