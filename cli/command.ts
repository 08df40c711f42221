import type { Terminal } from './terminal.ts';

/** 0 done, 1 refused or failed, 2 wrong usage, 3 finished but needs attention (uncertain or held). */
export type ExitCode = 0 | 1 | 2 | 3;

/** What the shell may offer for a value. */
export type Completes = 'file' | 'folder' | 'newsletter' | 'edition';

export interface ArgumentDefinition {
  readonly description: string;
  readonly kind: 'required' | 'optional' | 'several';
  readonly choices?: readonly string[];
  readonly completes?: Completes;
}

/** One option. `value` is the word that help shows for what it takes. */
export type OptionDefinition =
  | { readonly kind: 'flag'; readonly description: string }
  | {
      readonly kind: 'text';
      readonly value: string;
      readonly description: string;
      readonly choices?: readonly string[];
      readonly completes?: Completes;
    }
  /** May be given several times. */
  | { readonly kind: 'texts'; readonly value: string; readonly description: string; readonly completes?: Completes }
  /** A whole number from `min` to `max`. */
  | {
      readonly kind: 'whole';
      readonly value: string;
      readonly description: string;
      readonly min: number;
      readonly max: number;
      readonly default?: number;
    };

export type ArgumentDefinitions = Readonly<Record<string, ArgumentDefinition>>;
export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

type ArgumentValue<D> = D extends { kind: 'required' }
  ? string
  : D extends { kind: 'several' }
    ? string[]
    : string | null;

type OptionValue<D> = D extends { kind: 'flag' }
  ? boolean
  : D extends { kind: 'texts' }
    ? string[]
    : D extends { kind: 'whole'; default: number }
      ? number
      : D extends { kind: 'whole' }
        ? number | null
        : D extends { choices: readonly (infer Choice)[] }
          ? Choice | null
          : string | null;

/** The flags that every command takes, before or after its name. */
export interface GlobalOptions {
  /** The config file as given; null: the default names are looked for. */
  readonly config: string | null;
  /** The data folder, absolute. */
  readonly data: string;
  /** A deployment's name; null: this machine. */
  readonly deployment: string | null;
  readonly json: boolean;
}

/** One call of a command: what was asked for, and where to answer. */
export interface Call<
  A extends ArgumentDefinitions = ArgumentDefinitions,
  O extends OptionDefinitions = OptionDefinitions,
> {
  readonly args: { readonly [Name in keyof A]: ArgumentValue<A[Name]> };
  readonly options: { readonly [Name in keyof O]: OptionValue<O[Name]> };
  readonly global: GlobalOptions;
  /** Where the command was called: what relative paths are relative to. */
  readonly folder: string;
  readonly terminal: Terminal;
  /** Aborted at the first Ctrl-C or SIGTERM after this is called; a second one ends the process at once. */
  interruption(): AbortSignal;
}

/** The headings under which help lists the commands. */
export const commandGroups = ['Articles', 'Editions', 'Runs', 'People', 'Newsletters', 'Set-up'] as const;

/** One command: everything that help, completion and the reference say of it, and what it does. */
export interface CommandDefinition<
  A extends ArgumentDefinitions = ArgumentDefinitions,
  O extends OptionDefinitions = OptionDefinitions,
> {
  /** As typed after `pressrun`; two words for a command in a family, such as `subscribers import`. */
  readonly name: string;
  readonly group: (typeof commandGroups)[number];
  /** Whether it can work on a deployment; one that cannot refuses `--deployment` rather than work on this machine. */
  readonly deployments?: true;
  /** Not for people: help and completion leave it out. */
  readonly hidden?: true;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** What else help says, in paragraphs. */
  readonly details?: readonly string[];
  /** In the order they are typed. */
  readonly args: A;
  readonly options: O;
  /** Each a command line without `pressrun`, and what it does. */
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  /**
   * Does it. Imports what it needs when called, so that help stays quick.
   * @throws {PressrunError} what was refused or failed; `main` prints it.
   */
  run(call: Call<A, O>): Promise<ExitCode>;
}

/**
 * Types a command, so that its values have the types of its definitions.
 *
 * @example
 * export const stopCommand = defineCommand({ name: 'stop', …, run: async (call): Promise<ExitCode> => (await import('../actions/stop.ts')).stop(call) });
 */
export function defineCommand<const A extends ArgumentDefinitions, const O extends OptionDefinitions>(
  definition: CommandDefinition<A, O>,
): CommandDefinition<A, O> {
  return definition;
}

/** The call that a command's action takes. */
export type CallOf<C> = C extends CommandDefinition<infer A, infer O> ? Call<A, O> : never;
