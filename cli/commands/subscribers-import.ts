import { defineCommand, type ExitCode } from '../command.ts';

export const subscribersImportCommand = defineCommand({
  name: 'subscribers import',
  group: 'People',
  deployments: true,
  summary: 'Take readers in from CSV, or from another program’s export; a line a row that is refused',
  details: [
    'Reads CSV with any delimiter, header and encoding, and the exports of Mailchimp, Ghost, Substack, Buttondown and listmonk as they come. New readers become active. Nobody is made active who is pending or has left, and a suppressed address is not stored; the same file again changes nothing. An import that was interrupted goes on where it was.',
    'Rows with one address are one person: later values win, empty ones never do, and the more restrained of two standings stays.',
  ],
  args: { file: { description: 'a CSV or JSON file', kind: 'required', completes: 'file' } },
  options: {
    newsletter: { kind: 'text', value: 'SLUG', description: 'what they get', completes: 'newsletter' },
    'consent-source': { kind: 'text', value: 'TEXT', description: 'how they agreed; kept with each of them' },
    map: {
      kind: 'texts',
      value: 'FIELD=COLUMN',
      description: 'a column, by name or number, for email, status, locale, timeZone, joinedAt or any attribute',
    },
    encoding: { kind: 'text', value: 'NAME', description: 'such as windows-1251, where it is not recognised' },
    refused: { kind: 'text', value: 'FILE', description: 'write the refused rows there, not here', completes: 'file' },
    'dry-run': { kind: 'flag', description: 'say what would be done, and store nothing' },
  },
  examples: [
    {
      line: 'subscribers import readers.csv --newsletter world-brief --consent-source "sign-up form, 2025"',
      does: 'every good row',
    },
    {
      line: 'subscribers import crm.csv --newsletter world-brief --consent-source "contract" --map email="Contact 1" --dry-run',
      does: 'a trial, with a column named',
    },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/subscribers-import.ts')).importReaders(call),
});
