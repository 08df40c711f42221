import { PressrunError } from '../core/errors.ts';
import type { Call, ExitCode } from './command.ts';
import { asPressrunError, errorJson, errorText, exitCodeOf } from './error-text.ts';
import { type HelpStyle, type Program, parseCommandLine } from './program.ts';
import type { Terminal } from './terminal.ts';

/** What a command line runs in. */
export interface Surroundings {
  readonly folder: string;
  /** Whether errors tell where in the code they come from. */
  readonly debug: boolean;
  terminal(json: boolean): Terminal;
  interruption(): AbortSignal;
}

/**
 * Runs one command line: parses it, does it, prints what came of it. Never rejects.
 *
 * @returns the exit code.
 */
export async function runCommandLine(
  argv: readonly string[],
  program: Program,
  surroundings: Surroundings,
): Promise<ExitCode> {
  // Before parsing, and so also where parsing fails.
  const terminal = surroundings.terminal(argv.includes('--json'));
  try {
    const style: HelpStyle = { width: Math.min(terminal.width, 110), bold: (text) => terminal.colours.bold(text) };
    const invocation = parseCommandLine(argv, program, surroundings.folder, style);
    if (invocation.kind === 'text') {
      terminal.raw(invocation.text);
      return 0;
    }
    const { definition, args, options, global } = invocation;
    if (global.deployment !== null && definition.deployments !== true) {
      throw new PressrunError(
        'USAGE',
        `pressrun ${definition.name} works on this machine only: leave --deployment out.`,
      );
    }
    // The parser gave every argument and option the type that its definition says.
    const call = {
      args,
      options,
      global,
      terminal,
      folder: surroundings.folder,
      interruption: surroundings.interruption,
    } as Call;
    return await definition.run(call);
  } catch (thrown) {
    const error = asPressrunError(thrown);
    const red = (text: string) => (terminal.interactive ? terminal.colours.red(text) : text);
    terminal.note(terminal.json ? errorJson(error) : errorText(error, red, surroundings.debug));
    return exitCodeOf(error);
  }
}
