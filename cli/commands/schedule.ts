import { defineCommand, type ExitCode } from '../command.ts';

export const scheduleCommand = defineCommand({
  name: 'schedule',
  group: 'Newsletters',
  summary: 'Show when newsletters go out next, and what daylight saving does to it',
  details: [
    'A time that the clocks jump over in spring is skipped; a time that they pass twice in autumn fires once, at its first passing.',
  ],
  args: { newsletter: { description: 'only this one', kind: 'optional', completes: 'newsletter' } },
  options: {
    count: { kind: 'whole', value: 'N', description: 'how many of each newsletter', min: 1, max: 10_000, default: 10 },
    at: { kind: 'text', value: 'INSTANT', description: 'from this instant on (default: now)' },
  },
  examples: [
    { line: 'schedule', does: 'the next ten of every newsletter' },
    { line: 'schedule world-brief --count 3 --at 2026-03-06T00:00:00Z', does: 'three around a change of the clocks' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/schedule.ts')).schedule(call),
});
