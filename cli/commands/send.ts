import { defineCommand, type ExitCode } from '../command.ts';

export const sendCommand = defineCommand({
  name: 'send',
  group: 'Runs',
  deployments: true,
  summary: 'Send an edition to everyone of its audience, once; asks first',
  details: [
    'Assembles, renders, checks, freezes the audience, sends and reports. Run it again after a crash or Ctrl-C and it finishes the edition: nobody twice, nobody missed. A finished edition is never sent again. Beside a run that is going on, it watches that run and exits as it does.',
  ],
  args: { newsletter: { description: 'its slug', kind: 'required', completes: 'newsletter' } },
  options: {
    at: { kind: 'text', value: 'INSTANT', description: 'the edition of this instant (default: now)' },
    'dry-run': { kind: 'flag', description: 'show what would be sent and to how many; send nothing, freeze nothing' },
    test: {
      kind: 'texts',
      value: 'ADDRESS',
      description: 'send it to this address alone, again at will; may be repeated',
    },
    yes: { kind: 'flag', description: 'do not ask' },
    force: { kind: 'flag', description: 'send in spite of the errors that check finds' },
  },
  examples: [
    { line: 'send world-brief --dry-run', does: 'audience, rate, time and cost' },
    { line: 'send world-brief --test ann@example.com', does: 'one message to one address' },
    {
      line: 'send world-brief --at 2026-03-02T07:00:00-05:00 --yes',
      does: 'that morning’s edition, without the question',
    },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/send.ts')).send(call),
});
