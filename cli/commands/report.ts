import { defineCommand, type ExitCode } from '../command.ts';

export const reportCommand = defineCommand({
  name: 'report',
  group: 'Runs',
  deployments: true,
  summary: 'Print what became of an edition, or of a newsletter over time: counts, rates, limits',
  details: [
    'Everything in it is derived when you ask, from the ledger and from what was learned of the messages since. The newsletter’s report has a line an edition, the newest last, and the rates of all of them together.',
    'A rate is `within` what a mail provider allows, `near` its limit (the provider warns), or `over` it (the provider acts). Openings and followed links stand there only where the newsletter has `tracking` on.',
  ],
  args: {
    edition: {
      description: 'its id, such as world-brief/2026-03-02; or the slug of a newsletter',
      kind: 'required',
      completes: 'edition',
    },
  },
  options: {
    last: {
      kind: 'whole',
      value: 'N',
      description: 'of a newsletter: how many editions',
      min: 1,
      max: 1_000,
      default: 20,
    },
    html: {
      kind: 'text',
      value: 'FILE',
      description: 'also write a page with charts: one file, without script',
      completes: 'file',
    },
  },
  examples: [
    { line: 'report world-brief/2026-03-02', does: 'what became of its messages' },
    { line: 'report world-brief --last 60', does: 'sixty editions, to see a trend' },
    { line: 'report world-brief --html report.html', does: 'the same with charts' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/report.ts')).printReport(call),
});
