import { defineCommand, type ExitCode } from '../command.ts';

export const resolveCommand = defineCommand({
  name: 'resolve',
  group: 'Runs',
  deployments: true,
  summary: 'Decide what nobody can know: messages that may or may not have been taken',
  details: [
    'Nothing but evidence, or your word, turns uncertain into something else. --assume-accepted mails nobody twice and some perhaps not at all; --send-again misses nobody and mails some perhaps twice. What is to be sent again goes out with `pressrun resume`.',
  ],
  args: { edition: { description: 'its id, such as world-brief/2026-03-02', kind: 'required', completes: 'edition' } },
  options: {
    'assume-accepted': { kind: 'flag', description: 'take them as accepted' },
    'send-again': { kind: 'flag', description: 'let the next passage send them again' },
    recipient: { kind: 'text', value: 'EMAIL', description: 'only this reader’s, by address or subscriber id' },
  },
  examples: [
    { line: 'resolve world-brief/2026-03-02 --assume-accepted', does: 'close them all' },
    { line: 'resolve world-brief/2026-03-02 --send-again --recipient ann@example.com', does: 'one reader' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/resolve.ts')).resolveUncertain(call),
});
