import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Problem } from '../../core/errors.ts';
import { TestPublication } from './publication.ts';

let publication: TestPublication;

beforeEach(() => {
  publication = new TestPublication();
});

afterEach(() => {
  publication.remove();
});

interface Checked {
  name: string;
  problems: Problem[];
}

/** A template that is good but for what stands in its greeting. */
function template(name: string, greeting: string): void {
  const source = `<mjml><mj-body><mj-section><mj-column><mj-text>
${greeting} <a href="{{ links.unsubscribe }}">leave</a> {{ publication.postalAddress }}
</mj-text></mj-column></mj-section></mj-body></mjml>`;
  publication.write(`templates/editions/${name}.mjml`, source);
  publication.write(`templates/editions/${name}.txt`, '{{ links.unsubscribe }}');
}

describe('templates', () => {
  test('list has yours and Pressrun’s, and says what hides what', async () => {
    publication.write('templates/partials/footer.mjml', '<mj-section></mj-section>');
    const { exit, json } = await publication.run(['templates', 'list', '--json']);
    expect(exit).toBe(0);
    const entries: { name: string; kind: string; from: string; hidden: boolean }[] = json;
    expect(entries).toContainEqual(expect.objectContaining({ name: 'plain', kind: 'template', from: 'config' }));
    for (const name of ['brief', 'digest', 'story']) {
      expect(entries).toContainEqual(
        expect.objectContaining({ name, kind: 'template', from: 'pressrun', hidden: false }),
      );
    }
    const footers = entries.filter(({ name }) => name === 'partials/footer.mjml');
    expect(footers.map(({ from, hidden }) => [from, hidden])).toEqual([
      ['config', false],
      ['pressrun', true],
    ]);
  });

  test('copy puts both parts beside the config under a new name, ready to use, and replaces nothing', async () => {
    const { exit, json } = await publication.run(['templates', 'copy', 'brief', '--as', 'morning', '--json']);
    expect(exit).toBe(0);
    expect(json.files).toEqual(['templates/editions/morning.mjml', 'templates/editions/morning.txt']);
    const checked = await publication.run(['templates', 'check', 'morning', '--json']);
    expect(checked.json).toEqual([{ name: 'morning', problems: [] }]);
    const again = await publication.run(['templates', 'copy', 'digest', '--as', 'morning']);
    expect(again).toMatchObject({ exit: 1, notes: expect.stringContaining('[FILE_EXISTS]') });
    const near = await publication.run(['templates', 'copy', 'breif']);
    expect(near.notes).toContain('Did you mean brief?');
  });

  test('check names each merge field that it does not know, by file and line, and asks for the column', async () => {
    const fields: Readonly<Record<string, string>> = {
      brackets: '[[FirstName]]',
      bars: '*|FirstName|*',
      percents: '%%FirstName%%',
      contact: '{{ contact.FirstName }}',
      bare: '{{ FirstName }}',
    };
    for (const [name, field] of Object.entries(fields)) template(name, `Dear ${field},`);
    template('good', 'Dear {{ recipient.FirstName | default: "reader" }},');
    const { exit, json } = await publication.run(['templates', 'check', '--json']);
    expect(exit).toBe(1);
    const checked: Checked[] = json;
    for (const [name] of Object.entries(fields)) {
      const problems = checked.find((entry) => entry.name === name)?.problems ?? [];
      expect([name, problems]).toEqual([
        name,
        [
          expect.objectContaining({
            file: `templates/editions/${name}.mjml`,
            line: 2,
            allowed: expect.stringContaining('{{ recipient.FirstName | default: "…" }}'),
          }),
        ],
      ]);
    }
    expect(checked.find(({ name }) => name === 'good')).toEqual({ name: 'good', problems: [] });
    const kit = checked.filter(({ name }) => ['brief', 'digest', 'story'].includes(name));
    expect(kit.map(({ problems }) => problems)).toEqual([[], [], []]);
  });

  test('check finds them in text parts and partials too, and leaves comments alone', async () => {
    template('morning', '<!-- *|OLD|* -->{% comment %}%%old%%{% endcomment %}{% render "greeting" %}');
    publication.write('templates/partials/greeting.mjml', '\nDear <<Name>>,');
    publication.write('templates/editions/morning.txt', '{{ links.unsubscribe }}\n\nDear [[Name]],');
    const { json } = await publication.run(['templates', 'check', 'morning', '--json']);
    const [{ problems }]: [Checked] = json;
    expect(problems.map(({ file, line, got }) => [file, line, got])).toEqual([
      ['templates/editions/morning.txt', 3, 'a merge field of another program, [[Name]]'],
      ['templates/partials/greeting.mjml', 2, 'a merge field of another program, <<Name>>'],
    ]);
  });

  test('an edition with one that is left over is not sent', async () => {
    template('plain', 'Dear *|FNAME|*,');
    await publication.articles('Harbour opens');
    const { exit, json } = await publication.run([
      'check',
      'world-brief',
      '--at',
      '2026-03-02T07:00:00-05:00',
      '--json',
    ]);
    expect(exit).toBe(1);
    expect(JSON.stringify(json)).toContain('A template tag is left over: *|FNAME|*');
  });
});
