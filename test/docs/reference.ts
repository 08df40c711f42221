import { articleJsonSchema } from '../../adapters/import/article-json-schema.ts';
import { configJsonSchema, configKeys, type JsonSchema, keysOf } from '../../adapters/local/config-schema.ts';
import { type CommandDefinition, commandGroups, type OptionDefinition } from '../../cli/command.ts';
import { definitions } from '../../cli/commands.ts';
import { globalOptions } from '../../cli/global-options.ts';
import { argumentSyntax, optionSyntax } from '../../cli/program.ts';
import { checkRules } from '../../core/stages/check-rules.ts';

const generated = '<!-- Written by `npm run docs`; a test compares. -->';

/** The files of `docs/reference` that are derived from the code, by name. */
export function referenceFiles(): Record<string, string> {
  return {
    'cli.md': cliMarkdown(),
    'config.md': configMarkdown(),
    'checks.md': checksMarkdown(),
    'article.schema.json': `${JSON.stringify(articleJsonSchema(), null, 2)}\n`,
    'config.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  };
}

function checksMarkdown(): string {
  const titles = { error: 'Errors', warning: 'Warnings', note: 'Notes' };
  const says = {
    error: 'Each stops a send, unless `--force` is given.',
    warning: 'None stops a send. Each is worth a look.',
    note: 'For who wants to know: `check --notes` lists them.',
  };
  const tables = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const rules = checkRules.filter(({ severities }) => severities[0] === severity);
    const rows = rules.map(({ rule, severities, looksFor, mend, only }) => {
      const also = severities.slice(1).map((other) => `, or ${other}`);
      return `| \`${rule}\`${also.join('')} | ${looksFor}${only === undefined ? '' : ` (${only})`} | ${mend} |`;
    });
    return [
      `## ${titles[severity]}`,
      says[severity],
      ['| rule | what is found | how to mend it |', '| --- | --- | --- |', ...rows].join('\n'),
    ];
  });
  return `${['# Checks', generated, checksIntroduction, ...tables, checksJson].join('\n\n')}\n`;
}

const checksIntroduction = `\`pressrun check NEWSLETTER\` makes them; \`pressrun send\` makes them first, and stops on an error unless \`--force\` is given; the preview
shows them beside the edition, each pointing at its element and at the line of the template that wrote it. \`check\` exits with 1 where
there is an error, else with 0, so it can stand in a pipeline.

The names of rules do not change.`;

const checksJson = `## As JSON

\`check --json\` prints \`{ editionId, at, revision, bytes, weight, errors, warnings, notes, findings, skipped }\`. \`weight\` is the HTML's
bytes part by part: styles, masthead, each section, footer. A finding is

\`\`\`json
{ "severity": "warning", "rule": "picture-size", "message": "…", "element": "body > div:nth-child(2) > img:nth-child(1)",
  "source": { "file": "templates/partials/picture.mjml", "line": 9 }, "article": "…", "theme": null }
\`\`\`

\`element\` is a CSS path in the edition's HTML, \`source\` the template's line, \`article\` the article's id, \`theme\` the colours it is seen in
(\`light\`, \`dark\`): each null where it does not apply or cannot be told. \`skipped\` names checks that were asked for and not made, each
with the reason.`;

function cliMarkdown(): string {
  const shown = definitions.filter(({ hidden }) => hidden !== true);
  const sections = commandGroups
    .map((group) => ({ group, commands: shown.filter((command) => command.group === group) }))
    .filter(({ commands }) => commands.length > 0);
  return [
    '# Commands',
    generated,
    'In a checkout `npx pressrun` runs it. `pressrun COMMAND --help` says what stands here.',
    '## Every command',
    optionTable(globalOptions),
    'These may stand before or after the command. `pressrun --version` prints the version.',
    exitCodes,
    errors,
    ...sections.flatMap(({ group, commands }) => [`## ${group}`, ...commands.flatMap(commandMarkdown)]),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const exitCodes = `### Exit codes

| code | means |
| --- | --- |
| 0 | done; of \`status\` and \`report\`: printed, however the run stands |
| 1 | refused or failed; a run that was stopped |
| 2 | wrong usage: an unknown command or option, a value that is none |
| 3 | finished but needs attention: messages are uncertain, or the run is held |`;

const errors = `### Output

Results go to standard output; remarks, questions, progress bars and errors to standard error. Bars are drawn on a terminal only,
and colours only where standard output is one and \`NO_COLOR\` is not set.

With \`--json\` a result is one JSON value on standard output, and an error is one object on standard error:

\`\`\`json
{ "error": { "code": "CONFIG_INVALID", "message": "…", "advice": "…", "problems": [ { "file": "…", "field": "…", "got": "…", "allowed": "…" } ] } }
\`\`\`

[errors.md](errors.md) lists the codes. With \`PRESSRUN_DEBUG=1\` an error also tells where in the code it comes from.`;

function commandMarkdown(command: CommandDefinition): string[] {
  const args = Object.entries(command.args);
  const usage = ['pressrun', command.name, ...args.map(([name, { kind }]) => argumentSyntax(name, kind))].join(' ');
  const options = Object.keys(command.options).length > 0;
  return [
    `### ${command.name}`,
    `\`\`\`sh\n${usage}${options ? ' [options]' : ''}\n\`\`\``,
    `${command.summary}.`,
    ...(command.details ?? []),
    ...(args.length === 0
      ? []
      : [
          table(
            ['argument', 'is'],
            args.map(([name, { description, choices }]) => [`\`${name}\``, withChoices(description, choices)]),
          ),
        ]),
    ...(options ? [optionTable(command.options)] : []),
    ...(command.examples.length === 0
      ? []
      : [`\`\`\`sh\n${command.examples.map(({ line, does }) => `pressrun ${line}   # ${does}`).join('\n')}\n\`\`\``]),
  ];
}

function optionTable(options: Readonly<Record<string, OptionDefinition>>): string {
  return table(
    ['option', 'does'],
    Object.entries(options).map(([name, option]) => [`\`${optionSyntax(name, option)}\``, optionText(option)]),
  );
}

function optionText(option: OptionDefinition): string {
  const choices = option.kind === 'text' ? option.choices : undefined;
  const fallback = option.kind === 'whole' && option.default !== undefined ? ` (default: ${option.default})` : '';
  return withChoices(option.description, choices) + fallback + (option.kind === 'texts' ? ' (repeatable)' : '');
}

function withChoices(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? description : `${description}: ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
}

function configMarkdown(): string {
  const rows = keysOf(configJsonSchema()).map(([path, key, required]) => [
    `\`${path}\``,
    typeText(key),
    required ? 'required' : defaultText(key),
    configKeys[path] ?? '',
  ]);
  return [
    '# Configuration',
    generated,
    '`pressrun.config.ts` exports the config by default; `pressrun.config.json` holds the same as JSON. Where neither is named with `--config`, the first of the two in the folder is taken.',
    `\`\`\`ts\n${example}\n\`\`\``,
    'A file that is not as it must be is refused with every field named: its path, the value got, what was allowed. [config.schema.json](config.schema.json) is the JSON Schema, for editors: put `"$schema"` into a `.json` config.',
    '## Every key',
    table(['key', 'type', 'default', 'means'], rows),
    '## What a section takes',
    'Every rule in `select` must hold. Sections choose in order, and an article is in one of them only. In none is an article under embargo, barred from the email channel, published after the edition, or, unless `allowRepeats`, in an earlier edition of the newsletter. Pinned articles (`ids`) come first.',
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const example = `import { defineConfig } from 'pressrun';

export default defineConfig({
  publication: {
    name: 'The Example Ledger',
    url: 'https://news.example.org',
    language: 'en',
    postalAddress: '1 Example Way, Springfield',
  },
  newsletters: [
    {
      slug: 'world-brief',
      title: 'World Brief',
      from: 'World Brief <brief@news.example.org>',
      timeZone: 'America/New_York',
      cron: '0 7 * * 1-5',
      template: 'brief',
      subject: '{{ lead.headline }}',
      preheader: '{{ lead.dek }}',
      sections: [
        { title: 'The lead', select: { section: '/national-security', within: '24h', limit: 1 }, layout: 'full' },
        { title: 'Also today', select: { tag: 'world', within: '24h', limit: 6 }, layout: 'cards' },
      ],
    },
  ],
});`;

function typeText({ type, enum: values, items }: JsonSchema): string {
  if (values !== undefined) return values.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  const name = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null').join(' or ');
  const words: Record<string, string> = { string: 'text', integer: 'whole number', boolean: 'true or false' };
  if (name === 'array') return `list of ${items?.type === 'object' ? 'objects' : 'texts'}`;
  return words[name] ?? name;
}

function defaultText({ default: value }: JsonSchema): string {
  return value === undefined || value === null ? '' : `\`${JSON.stringify(value)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
