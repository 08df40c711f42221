import { describe, expect, test } from '@jest/globals';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import { PressrunError, type Problem } from '../../../core/errors.ts';
import { render } from '../../../core/stages/render.ts';
import { createMemoryTemplates } from '../../fakes/memory-template-source.ts';
import { briefEdition } from './render-editions.ts';

const page = (body: string) => `<mjml>\n  <mj-body>\n${body}\n  </mj-body>\n</mjml>`;
const raw = (text: string) => page(`    <mj-raw>\n${text}\n    </mj-raw>`);

async function problemsOf(files: Record<string, string>, change = {}): Promise<readonly Problem[]> {
  const templates = createMemoryTemplates({
    'templates/editions/brief.mjml': raw('x'),
    'templates/editions/brief.txt': 'x',
    ...files,
  });
  const error: unknown = await render({ ...briefEdition(), ...change }, templates).catch((thrown: unknown) => thrown);
  if (!(error instanceof PressrunError)) throw new Error(`no error of the catalogue: ${String(error)}`);
  expect(error.code).toBe('TEMPLATE_INVALID');
  const [first] = error.problems;
  if (first !== undefined)
    expect(error.message).toContain(`${first.file}${first.line === undefined ? '' : `:${first.line}`}`);
  return error.problems;
}

const mjml = 'templates/editions/brief.mjml';

describe('an unknown field', () => {
  test.each([
    ['{{ lead.hedline }}', 'lead.hedline', 'lead.headline'],
    ['{{ edition.lnaguage }}', 'edition.lnaguage', 'edition.language'],
    ['{{ headline }}', 'headline', 'headline'],
    ['{{ links.unsubscrbe }}', 'links.unsubscrbe', 'links.unsubscribe'],
    ['{% for s in section %}{% endfor %}', 'section', 'sections'],
    ['{% if newsletter.tilte %}{% endif %}', 'newsletter.tilte', 'newsletter.title'],
  ])('%s is named with file, line and the nearest there is', async (source, field, nearest) => {
    const [problem] = await problemsOf({ [mjml]: raw(`one\n${source}`) });
    expect(problem).toMatchObject({ file: mjml, line: 5, field, got: `unknown field ${field}` });
    expect(problem?.allowed).toMatch(new RegExp(`did you mean [\\w.]*\\b${nearest}\\?`));
  });

  test('in a loop the loop’s own name is kept', async () => {
    const source =
      '{% for section in sections %}{% for a in section.articles %}{{ a.headlin }}{% endfor %}{% endfor %}';
    const [problem] = await problemsOf({ [mjml]: raw(source) });
    expect(problem?.allowed).toContain('did you mean a.headline?');
  });

  test('in a partial, in the text part, in the subject and in the preheader', async () => {
    const [inPartial] = await problemsOf({
      [mjml]: page('{% render "card" %}'),
      'templates/partials/card.mjml': 'a\nb\n  {{ lead.dekk }}',
    });
    expect(inPartial).toMatchObject({ file: 'templates/partials/card.mjml', line: 3, column: 6 });
    const [inText] = await problemsOf({ 'templates/editions/brief.txt': '\n{{ lead.dekk }}' });
    expect(inText).toMatchObject({ file: 'templates/editions/brief.txt', line: 2 });
    const [inSubject] = await problemsOf({}, { subject: '{{ lead.dekk }}' });
    expect(inSubject).toMatchObject({ file: 'newsletters[world-brief].subject', line: 1 });
    const [inPreheader] = await problemsOf({}, { preheader: 'a {{ lead.dekk }}' });
    expect(inPreheader).toMatchObject({ file: 'newsletters[world-brief].preheader', line: 1, column: 6 });
  });
});

describe('Liquid', () => {
  test.each([
    ['{{ lead.headline | upcas }}', 'unknown filter upcas', 'did you mean upcase?'],
    ['{{ lead.headline | raw }}', 'unknown filter raw', 'no filter'],
    ['{{ "now" | date: "%Y" }}', 'date: "%Y" is no style; "long", "short" and "time" are', ''],
    ['{{ "unsubscibe" | label }}', 'unknown label unsubscibe; did you mean unsubscribe?', ''],
    ['{{ "by" | label }}', 'the label “By {names}” needs names', ''],
    ['{% render "nothing" %}', 'unknown partial nothing', 'templates/partials'],
    ['{% render "../../secret" %}', 'unknown partial ../../secret', 'templates/partials'],
    ['{% theme ink: "red;}</style>" %}', 'theme token ink', ''],
    ['{% if lead %}', 'tag {% if lead %} not closed', ''],
    ['{% nothing %}', 'tag "nothing" not found', ''],
    ['{{ lead.headline', 'output "{{ lead.headline', ''],
  ])('%s is named with its line', async (source, got, allowed) => {
    const [problem] = await problemsOf({ [mjml]: `<mjml>\n\n${source}` });
    expect(problem).toMatchObject({ file: mjml, line: 3 });
    expect(problem?.got).toContain(got);
    expect(problem?.allowed).toContain(allowed);
  });

  test('a partial that calls itself for ever', async () => {
    const [problem] = await problemsOf({
      [mjml]: page('{% render "loop" %}'),
      'templates/partials/loop.mjml': 'a\n{% render "loop" %}',
    });
    expect(problem).toMatchObject({ file: 'templates/partials/loop.mjml', line: 2 });
    expect(problem?.got).toContain('more than 60 deep');
  });
});

describe('MJML', () => {
  test('every error, each in the line of the template it comes from, whatever Liquid did with the lines', async () => {
    const problems = await problemsOf({
      [mjml]: [
        '{%- comment -%}',
        '  many lines that leave nothing behind',
        '{%- endcomment -%}',
        '<mjml><mj-body>',
        '{% for section in sections -%}',
        '  {% render "part", section: section %}',
        '{%- endfor %}',
        '<mj-section',
        '  paddin="0">',
        '</mj-section>',
        '</mj-body></mjml>',
      ].join('\n'),
      'templates/partials/part.mjml':
        '<mj-section>\n  <mj-column>\n    <mj-txt>{{ section.title }}</mj-txt>\n</mj-column></mj-section>',
    });
    expect(problems.map(({ file, line, field }) => ({ file, line, field }))).toEqual([
      ...Array.from({ length: 4 }, () => ({ file: 'templates/partials/part.mjml', line: 3, field: 'mj-txt' })),
      { file: mjml, line: 8, field: 'mj-section' },
    ]);
    expect(problems[0]?.got).toContain("mj-txt doesn't exist");
    expect(problems[4]?.got).toContain('paddin');
  });

  test('a colour that is none, a tag in the wrong place, an include, and no document at all', async () => {
    const [colour] = await problemsOf({ [mjml]: page('\n<mj-section background-color="url(x)"></mj-section>') });
    expect(colour).toMatchObject({ line: 4, field: 'mj-section' });
    const [place] = await problemsOf({ [mjml]: page('<mj-text>a</mj-text>') });
    expect(place).toMatchObject({ line: 3, field: 'mj-text' });
    const [include] = await problemsOf({ [mjml]: page('\n\n<mj-include path="./secret.mjml" />') });
    expect(include).toMatchObject({ line: 5, field: 'mj-include', got: 'mj-include is not read' });
    const [empty] = await problemsOf({ [mjml]: 'hello' });
    expect(empty).toMatchObject({ file: mjml, got: expect.stringContaining('Check your mjml') });
  });
});

test('a partial may be named by a value', async () => {
  const files = {
    'templates/editions/brief.mjml': page(
      '{% assign name = "card" %}{% for i in (1..2) %}{% render name, i: i %}{% endfor %}',
    ),
    'templates/editions/brief.txt': 'x',
    'templates/partials/card.mjml': '<mj-raw>card {{ i }}</mj-raw>',
  };
  const { html } = await render(briefEdition(), createMemoryTemplates(files));
  expect(html).toContain('card 1card 2');
  const [problem] = await problemsOf({ [mjml]: page('{% assign name = "crad" %}{% render name %}') });
  expect(problem).toMatchObject({ line: 3, got: 'unknown partial crad' });
});

test('a template that is not there', async () => {
  const kit = createFolderTemplates('/nowhere');
  await expect(render({ ...briefEdition(), template: 'breif' }, kit)).rejects.toMatchObject({
    code: 'TEMPLATE_NOT_FOUND',
    message: 'The newsletter world-brief names the template breif; there is none.',
  });
});
