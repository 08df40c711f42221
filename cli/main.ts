#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { runCommandLine } from './command-line.ts';
import { definitions, families } from './commands.ts';
import { processTerminal } from './process-terminal.ts';

// The AWS SDK's advice on Node versions is for whoever updates it: here it would stand among a command's answers.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

let interrupted: AbortController | null = null;

/** The first Ctrl-C asks the command to end well; the second ends the process as Ctrl-C would have. */
function interruption(): AbortSignal {
  if (interrupted !== null) return interrupted.signal;
  const controller = new AbortController();
  interrupted = controller;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      controller.abort(new Error(signal));
    });
  }
  return controller.signal;
}

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { version: manifest.version, definitions, families },
  {
    folder: process.cwd(),
    debug: (process.env['PRESSRUN_DEBUG'] ?? '') !== '',
    terminal: (json) => processTerminal(process, process.env, json),
    interruption,
  },
);
