import { describe, expect, test } from '@jest/globals';
import { defineCommand, type ExitCode } from '../../cli/command.ts';
import { definitions, families } from '../../cli/commands.ts';
import { expectedAfter } from '../../cli/completion.ts';
import { type Program, parseCommandLine } from '../../cli/program.ts';
import { PressrunError } from '../../core/errors.ts';

const done = (): Promise<ExitCode> => Promise.resolve(0);

const mail = defineCommand({
  name: 'mail',
  group: 'Runs',
  summary: 'Mail it',
  args: {
    newsletter: { description: 'its slug', kind: 'required', completes: 'newsletter' },
    files: { description: 'files', kind: 'several', completes: 'file' },
  },
  options: {
    'dry-run': { kind: 'flag', description: 'do nothing' },
    format: { kind: 'text', value: 'FORMAT', description: 'the format', choices: ['ans', 'json'] },
    test: { kind: 'texts', value: 'ADDRESS', description: 'to whom' },
    count: { kind: 'whole', value: 'N', description: 'how many', min: 1, max: 9, default: 3 },
  },
  examples: [{ line: 'mail brief a.json', does: 'one' }],
  run: done,
});

const list = defineCommand({
  name: 'people list',
  group: 'People',
  summary: 'List them',
  args: {},
  options: {},
  examples: [],
  run: done,
});

const program: Program = {
  version: '1.2.3',
  definitions: [mail, list],
  families: { people: { summary: 'People', group: 'People' } },
};

function parsed(line: string) {
  return parseCommandLine(line.split(' ').filter(Boolean), program, '/here');
}

function refusal(line: string): PressrunError {
  try {
    parsed(line);
  } catch (error) {
    if (error instanceof PressrunError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('parseCommandLine', () => {
  test('gives every argument and option its value, or what stands for none', () => {
    expect(parsed('mail brief a.json b.json')).toMatchObject({
      definition: { name: 'mail' },
      args: { newsletter: 'brief', files: ['a.json', 'b.json'] },
      options: { 'dry-run': false, format: null, test: [], count: 3 },
      global: { config: null, data: '/here/.pressrun', deployment: null, json: false },
    });
    expect(parsed('mail brief a --dry-run --format ans --test x@y.z --test=p@q.r --count 9')).toMatchObject({
      options: { 'dry-run': true, format: 'ans', test: ['x@y.z', 'p@q.r'], count: 9 },
    });
  });

  test.each([
    '--config c.json --data d --deployment dev --json people list',
    'people --json list --data d --config c.json --deployment dev',
    'people list --deployment=dev --json --data=d --config=c.json',
  ])('takes global flags anywhere: %s', (line) => {
    expect(parsed(line)).toMatchObject({
      definition: { name: 'people list' },
      global: { config: 'c.json', data: '/here/d', deployment: 'dev', json: true },
    });
  });

  test.each([
    ['mial x', "Unknown command 'mial'. Did you mean mail?"],
    ['people lst', "Unknown command 'lst'. Did you mean list?"],
    ['mail brief a --dry-rn', "Unknown option '--dry-rn'. Did you mean --dry-run?"],
    ['mail', "Missing required argument 'newsletter'"],
    ['mail brief', "Missing required argument 'files'"],
    ['people list extra', "Too many arguments for 'list'"],
    ['mail brief a --count 10', 'a whole number from 1 to 9'],
    ['mail brief a --format xml', 'Allowed choices are ans, json'],
    ['mail brief a --test', "Option '--test <ADDRESS>' argument missing"],
    ['people', 'A command is missing: pressrun people has list.'],
    ['--json people', 'A command is missing: pressrun people has list.'],
    ['help nope', "Unknown command 'nope'"],
    ['--data= people list', "Option '--data' is empty"],
    ['--json', 'A command is missing: `pressrun --help` lists them.'],
  ])('refuses %j in one line', (line, words) => {
    const error = refusal(line);
    expect(error.code).toBe('USAGE');
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('\n');
  });

  test.each(['', '--help', 'help', '-h'])('%j prints the commands', (line) => {
    const { kind, text } = { text: '', ...parsed(line) };
    expect(kind).toBe('text');
    expect(text).toContain('Usage: pressrun COMMAND [options]');
    expect(text).toMatch(/^Runs:\n {2}mail \[options\] <newsletter> <files\.\.\.>/m);
    expect(text).toMatch(/^People:\n {2}people/m);
  });

  test.each(['mail --help', 'help mail', 'mail brief a -h'])('%j prints arguments, options and examples', (line) => {
    const { text } = { text: '', ...parsed(line) };
    expect(text).toContain('Usage: pressrun mail [options] <newsletter> <files...>');
    expect(text).toContain('--dry-run');
    expect(text).toContain('--deployment <NAME>');
    expect(text).toContain('$ pressrun mail brief a.json');
  });

  test('prints the version', () => {
    expect(parsed('--version')).toEqual({ kind: 'text', text: '1.2.3\n' });
  });
});

describe('completion', () => {
  const words = (line: string) => expectedAfter(program, line.split(' ')).candidates.map(({ word }) => word);

  test.each([
    ['', ['mail', 'people']],
    ['p', ['people']],
    ['people ', ['list']],
    ['mail brief --f', ['--format']],
    ['mail brief --format ', ['ans', 'json']],
    ['mail brief --format j', ['json']],
    ['mail --dry-run --d', ['--data', '--deployment']],
    ['mail --test a --t', ['--test']],
    ['--data x peo', ['people']],
    ['people list x', []],
  ])('after %j come %j', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  test.each([
    ['mail ', 'newsletter'],
    ['mail --json ', 'newsletter'],
    ['mail brief ', 'file'],
    ['mail brief a b ', 'file'],
    ['--config ', 'file'],
    ['mail --data ', 'folder'],
  ])('after %j comes a %s', (line, expected) => {
    expect(expectedAfter(program, line.split(' ')).completes).toBe(expected);
  });
});

describe('the commands', () => {
  test('every command has a summary of one sentence, examples that parse, and a family that is known', () => {
    for (const definition of definitions.filter(({ hidden }) => hidden !== true)) {
      expect(definition.summary).toMatch(/^[A-Z][^\n]*[^.\n]$/);
      const [family, second] = definition.name.split(' ');
      if (second !== undefined) expect(Object.keys(families)).toContain(family);
      for (const { line } of definition.examples) {
        const argv = (line.replace(/ >.*$/, '').match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) =>
          word.replaceAll('"', ''),
        );
        const parsed = parseCommandLine(argv, { version: '', definitions, families }, '/');
        expect(parsed).toMatchObject({ kind: 'command', definition: { name: definition.name } });
      }
    }
  });
});
