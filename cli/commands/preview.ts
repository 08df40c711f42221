import { defineCommand, type ExitCode } from '../command.ts';

export const previewCommand = defineCommand({
  name: 'preview',
  group: 'Editions',
  summary: 'Show an edition in the browser as every reader will get it, live while you edit',
  details: [
    'Serves a page on this machine alone, at http://127.0.0.1:4747/ or the next free port, until Ctrl-C. Saving an article, a template, the config or the sample subscribers shows without a click.',
    'With --export it writes the edition as static files instead, with pictures where Chrome or Chromium is installed; with --diff it says what changed against an earlier export. docs/reference/preview.md tells all of it.',
  ],
  args: {
    newsletter: { description: 'its slug (default: the first)', kind: 'optional', completes: 'newsletter' },
  },
  options: {
    port: { kind: 'whole', value: 'PORT', description: 'where to serve it', min: 1, max: 65_535 },
    at: { kind: 'text', value: 'INSTANT', description: 'begin with the edition of this instant' },
    open: { kind: 'flag', description: 'open it in the browser' },
    export: { kind: 'text', value: 'DIR', description: 'write it as static files instead', completes: 'folder' },
    diff: {
      kind: 'text',
      value: 'DIR',
      description: 'say what changed against an earlier export',
      completes: 'folder',
    },
  },
  examples: [
    { line: 'preview world-brief --open', does: 'while you edit' },
    { line: 'preview world-brief --at 2026-03-02T07:00:00-05:00', does: 'the edition of that morning' },
    { line: 'preview world-brief --export /tmp/now --diff /tmp/before', does: 'for a pull request' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/preview.ts')).preview(call),
});
