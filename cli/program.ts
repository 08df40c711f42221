import path from 'node:path';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { PressrunError } from '../core/errors.ts';
import type { CommandDefinition, GlobalOptions, OptionDefinition } from './command.ts';
import { globalOptions } from './global-options.ts';

/** What a command line asks for: a command with its values, or a text to print. */
export type Invocation =
  | {
      readonly kind: 'command';
      readonly definition: CommandDefinition;
      readonly args: Readonly<Record<string, string | string[] | null>>;
      readonly options: Readonly<Record<string, unknown>>;
      readonly global: GlobalOptions;
    }
  | { readonly kind: 'text'; readonly text: string };

/** What the parser knows of the program besides its commands. */
export interface Program {
  readonly version: string;
  readonly definitions: readonly CommandDefinition[];
  /** The first words of two-word commands, each with a sentence for help. */
  readonly families: Readonly<Record<string, { readonly summary: string; readonly group: string }>>;
}

/** How help is laid out. */
export interface HelpStyle {
  readonly width: number;
  readonly bold: (text: string) => string;
}

/**
 * Reads a command line. Global flags may stand before or after the command.
 *
 * @param argv - without the interpreter and the script.
 * @param folder - what a relative `--data` is relative to.
 * @throws {PressrunError} `USAGE` when it is no command line of the program.
 */
export function parseCommandLine(
  argv: readonly string[],
  program: Program,
  folder: string,
  style: HelpStyle = { width: 80, bold: (text) => text },
): Invocation {
  let text = '';
  let invocation: Invocation | null = null;
  const root = rootCommand(program, style, (output) => {
    text += output;
  });
  const families = new Map<string, Command>();
  for (const definition of program.definitions) {
    const command = addCommand(root, families, program, definition);
    command.action(() => {
      invocation = invocationOf(definition, command, root, folder);
    });
  }
  try {
    root.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const asked = error.exitCode === 0 || (error.code === 'commander.help' && argv.length === 0);
    if (!asked) throw error.code === 'commander.help' ? commandMissing(argv, program) : usageError(error);
    return { kind: 'text', text };
  }
  if (invocation === null) throw new PressrunError('USAGE', 'No command was given.');
  return invocation;
}

function rootCommand(program: Program, style: HelpStyle, write: (output: string) => void): Command {
  const root = styled(new Command('pressrun'), style, write)
    .description(
      'Turns structured articles into email editions and delivers each one to every subscriber exactly once.',
    )
    .version(program.version, '-V, --version', 'print the version')
    .usage('COMMAND [options]')
    .helpOption('-h, --help', 'print help; also `pressrun COMMAND --help`')
    .commandsGroup('Set-up:')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', '\nTo begin: pressrun import PATH…, pressrun build NEWSLETTER, pressrun send NEWSLETTER.');
  for (const [name, definition] of Object.entries(globalOptions)) root.addOption(commanderOption(name, definition));
  return root;
}

function styled(command: Command, style: HelpStyle, write: (output: string) => void): Command {
  return command
    .exitOverride()
    .configureOutput({
      writeOut: write,
      writeErr: write,
      getOutHelpWidth: () => style.width,
      getErrHelpWidth: () => style.width,
      getOutHasColors: () => true,
      getErrHasColors: () => true,
      outputError: () => {},
    })
    .configureHelp({ showGlobalOptions: true, styleTitle: style.bold });
}

function addCommand(
  root: Command,
  families: Map<string, Command>,
  program: Program,
  definition: CommandDefinition,
): Command {
  const words = definition.name.split(' ');
  let parent = root;
  const family = words.length > 1 ? words[0] : undefined;
  if (family !== undefined) {
    parent = families.get(family) ?? root.command(family).copyInheritedSettings(root);
    const entry = program.families[family];
    parent
      .description(entry?.summary ?? '')
      .helpGroup(`${entry?.group ?? 'Commands'}:`)
      .usage('COMMAND [options]');
    families.set(family, parent);
  }
  const command = parent.command(words.at(-1) ?? definition.name, { hidden: definition.hidden === true });
  command.copyInheritedSettings(root);
  command.summary(definition.summary).description([definition.summary, ...(definition.details ?? [])].join('\n\n'));
  if (family === undefined) command.helpGroup(`${definition.group}:`);
  for (const [name, argument] of Object.entries(definition.args)) {
    const made = new Argument(argumentSyntax(name, argument.kind), argument.description);
    command.addArgument(argument.choices === undefined ? made : made.choices(argument.choices));
  }
  for (const [name, option] of Object.entries(definition.options)) command.addOption(commanderOption(name, option));
  if (definition.examples.length > 0) command.addHelpText('after', () => examplesText(definition));
  return command;
}

/** An argument as help and the reference write it. */
export function argumentSyntax(name: string, kind: 'required' | 'optional' | 'several'): string {
  if (kind === 'optional') return `[${name}]`;
  return kind === 'several' ? `<${name}...>` : `<${name}>`;
}

/** An option as help and the reference write it. */
export function optionSyntax(name: string, definition: OptionDefinition): string {
  return definition.kind === 'flag' ? `--${name}` : `--${name} <${definition.value}>`;
}

function examplesText(definition: CommandDefinition): string {
  const lines = definition.examples.flatMap(({ line, does }) => [`  $ pressrun ${line}`, `      ${does}`]);
  return `\nExamples:\n${lines.join('\n')}`;
}

function commanderOption(name: string, definition: OptionDefinition): Option {
  const option = new Option(optionSyntax(name, definition), definition.description);
  if (definition.kind === 'text' && definition.choices !== undefined) option.choices(definition.choices);
  if (definition.kind === 'texts') {
    option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  }
  if (definition.kind === 'whole') {
    option.argParser((value: string) => wholeNumber(value, definition.min, definition.max));
    if (definition.default !== undefined) option.default(definition.default);
  }
  return option;
}

function wholeNumber(value: string, min: number, max: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= min && number <= max) return number;
  throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
}

function invocationOf(definition: CommandDefinition, command: Command, root: Command, folder: string): Invocation {
  const args: Record<string, string | string[] | null> = {};
  for (const [index, name] of Object.keys(definition.args).entries()) {
    const value: unknown = command.processedArgs[index];
    args[name] = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value : null;
  }
  const global = valuesOf(root, globalOptions);
  for (const name of ['config', 'data', 'deployment']) {
    if (global[name] === '') throw new PressrunError('USAGE', `Option '--${name}' is empty.`);
  }
  return {
    kind: 'command',
    definition,
    args,
    options: valuesOf(command, definition.options),
    global: {
      config: typeof global['config'] === 'string' ? global['config'] : null,
      data: path.resolve(folder, typeof global['data'] === 'string' ? global['data'] : '.pressrun'),
      deployment: typeof global['deployment'] === 'string' ? global['deployment'] : null,
      json: global['json'] === true,
    },
  };
}

function valuesOf(command: Command, definitions: Readonly<Record<string, OptionDefinition>>): Record<string, unknown> {
  const given = command.opts<Record<string, unknown>>();
  const values: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const empty = definition.kind === 'flag' ? false : definition.kind === 'texts' ? [] : null;
    values[name] = given[commanderOption(name, definition).attributeName()] ?? empty;
  }
  return values;
}

/** Options alone, or a family without its second word. */
function commandMissing(argv: readonly string[], { definitions, families }: Program): PressrunError {
  const helped = argv[0] === 'help' ? argv[1] : undefined;
  if (helped !== undefined) return new PressrunError('USAGE', `Unknown command '${helped}'`);
  const family = argv.find((word) => Object.hasOwn(families, word));
  if (family === undefined) {
    return new PressrunError('USAGE', 'A command is missing: `pressrun --help` lists them.');
  }
  const names = definitions.map(({ name }) => name.split(' ')).filter(([first]) => first === family);
  const words = names.map(([, second]) => second).join(', ');
  return new PressrunError('USAGE', `A command is missing: pressrun ${family} has ${words}.`);
}

function usageError(error: CommanderError): PressrunError {
  const message = error.message.replace(/^error: /, '').replace(/\n\((Did you mean [^)]+)\)$/, '. $1');
  return new PressrunError('USAGE', `${message.charAt(0).toUpperCase()}${message.slice(1)}`);
}
