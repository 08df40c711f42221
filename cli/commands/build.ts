import { defineCommand, type ExitCode } from '../command.ts';

export const buildCommand = defineCommand({
  name: 'build',
  group: 'Editions',
  deployments: true,
  summary: 'Assemble and render an edition, and write it to a folder; nobody is mailed',
  details: [
    'Writes edition.json, edition.html, edition.txt and message.eml (the message of a sample reader). The same articles, config and instant give the same bytes in the first three.',
  ],
  args: { newsletter: { description: 'its slug', kind: 'required', completes: 'newsletter' } },
  options: {
    at: { kind: 'text', value: 'INSTANT', description: 'the edition of this instant (default: now)' },
    out: { kind: 'text', value: 'DIR', description: 'where to (default: DATA/build/EDITION)', completes: 'folder' },
  },
  examples: [
    { line: 'build world-brief --at 2026-03-02T07:00:00-05:00 --out /tmp/brief', does: 'the edition of that morning' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/build.ts')).build(call),
});
