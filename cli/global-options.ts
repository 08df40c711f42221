import type { OptionDefinitions } from './command.ts';

/** The flags of every command. */
export const globalOptions = {
  config: {
    kind: 'text',
    value: 'FILE',
    description: 'the config (default: pressrun.config.ts, else pressrun.config.json)',
    completes: 'file',
  },
  data: { kind: 'text', value: 'DIR', description: 'where data is kept (default: .pressrun)', completes: 'folder' },
  deployment: { kind: 'text', value: 'NAME', description: 'work on a deployment (default: this machine)' },
  json: { kind: 'flag', description: 'print results, and errors, as JSON' },
} as const satisfies OptionDefinitions;
