import type { CommandDefinition, Completes, OptionDefinition, OptionDefinitions } from './command.ts';
import { globalOptions } from './global-options.ts';
import type { Program } from './program.ts';

/** One word that the shell may offer. */
export interface Candidate {
  readonly word: string;
  readonly says: string;
}

/** What may stand where the cursor is: words, or whatever of a kind the shell or the data knows. */
export interface Expected {
  readonly candidates: readonly Candidate[];
  readonly completes: Completes | null;
}

interface Typed {
  words: string[];
  definition: CommandDefinition | null;
  positionals: number;
  given: Set<string>;
  awaiting: OptionDefinition | null;
}

const nothing: Expected = { candidates: [], completes: null };

/**
 * What may follow on a command line.
 *
 * @param words - those typed after `pressrun`; the last is unfinished and may be empty.
 */
export function expectedAfter(program: Program, words: readonly string[]): Expected {
  const current = words.at(-1) ?? '';
  const typed = readTyped(program, words.slice(0, -1));
  const found = expected(program, typed, current);
  return { ...found, candidates: found.candidates.filter(({ word }) => word.startsWith(current)) };
}

function readTyped(program: Program, words: readonly string[]): Typed {
  const typed: Typed = { words: [], definition: null, positionals: 0, given: new Set(), awaiting: null };
  for (const word of words) {
    if (typed.awaiting !== null) typed.awaiting = null;
    else if (word.startsWith('--')) readOption(typed, word);
    else readWord(program, typed, word);
  }
  return typed;
}

function readOption(typed: Typed, word: string): void {
  const [name = '', value] = word.slice(2).split('=', 2);
  typed.given.add(name);
  const definition = optionsOf(typed)[name];
  if (value === undefined && definition !== undefined && definition.kind !== 'flag') typed.awaiting = definition;
}

function readWord(program: Program, typed: Typed, word: string): void {
  if (typed.definition !== null) {
    typed.positionals += 1;
    return;
  }
  typed.words.push(word);
  typed.definition = program.definitions.find(({ name }) => name === typed.words.join(' ')) ?? null;
}

function optionsOf(typed: Typed): OptionDefinitions {
  return { ...typed.definition?.options, ...globalOptions };
}

function expected(program: Program, typed: Typed, current: string): Expected {
  if (typed.awaiting !== null) return ofOption(typed.awaiting);
  if (current.startsWith('-')) return { candidates: flags(typed), completes: null };
  if (typed.definition === null) return { candidates: nextWords(program, typed.words), completes: null };
  const definitions = Object.values(typed.definition.args);
  const last = definitions.at(-1);
  const argument = definitions[typed.positionals] ?? (last?.kind === 'several' ? last : undefined);
  if (argument === undefined) return nothing;
  return { candidates: choices(argument.choices, argument.description), completes: argument.completes ?? null };
}

function ofOption(definition: OptionDefinition): Expected {
  if (definition.kind === 'text') {
    return { candidates: choices(definition.choices, ''), completes: definition.completes ?? null };
  }
  return definition.kind === 'texts' ? { candidates: [], completes: definition.completes ?? null } : nothing;
}

function choices(values: readonly string[] | undefined, says: string): Candidate[] {
  return (values ?? []).map((word) => ({ word, says }));
}

function flags(typed: Typed): Candidate[] {
  return Object.entries(optionsOf(typed))
    .filter(([name, definition]) => definition.kind === 'texts' || !typed.given.has(name))
    .map(([name, definition]) => ({ word: `--${name}`, says: definition.description }))
    .concat({ word: '--help', says: 'print help' });
}

function nextWords(program: Program, words: readonly string[]): Candidate[] {
  const shown = program.definitions.filter(({ hidden }) => hidden !== true);
  const depth = words.length;
  const next = new Map<string, string>();
  for (const definition of shown) {
    const parts = definition.name.split(' ');
    const word = parts[depth];
    if (word === undefined || parts.slice(0, depth).join(' ') !== words.join(' ')) continue;
    const isFamily = parts.length > depth + 1;
    next.set(word, isFamily ? (program.families[word]?.summary ?? '') : definition.summary);
  }
  return [...next].map(([word, says]) => ({ word, says }));
}
