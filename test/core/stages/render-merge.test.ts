import { describe, expect, test } from '@jest/globals';
import { render } from '../../../core/stages/render.ts';
import { createMemoryTemplates } from '../../fakes/memory-template-source.ts';
import { article, briefEdition, edition } from './render-editions.ts';

const page = (content: string) =>
  `<mjml><mj-body><mj-section><mj-column>${content}</mj-column></mj-section></mj-body></mjml>`;

function renderWith(mjml: string, text = 'x', change = {}) {
  const files = { 'templates/editions/brief.mjml': page(mjml), 'templates/editions/brief.txt': text };
  return render({ ...briefEdition(), ...change }, createMemoryTemplates(files));
}

describe('merge fields', () => {
  test('are markers of letters and digits wherever they are written, one for each name and default', async () => {
    const { html, text, subject, preheader, fields } = await renderWith(
      '<mj-text>Dear {{ recipient.first_name | default: "reader" }}, {{ recipient["Home town"] }}</mj-text><mj-button href="{{ links.unsubscribe }}">Leave</mj-button>',
      '{{ recipient.first_name | default: "reader" }} {{ links.unsubscribe }} {{ links.view }}',
      {
        subject: '{{ recipient.first_name | default: "You" }}: news',
        preheader: '{{ recipient.first_name | default: "You" }}',
      },
    );
    expect(fields.map(({ value }) => value)).toEqual([
      { kind: 'attribute', name: 'first_name', default: 'You' },
      { kind: 'attribute', name: 'first_name', default: 'reader' },
      { kind: 'attribute', name: 'Home town', default: '' },
      { kind: 'link', link: 'unsubscribe' },
      { kind: 'link', link: 'view' },
    ]);
    const [you, reader, town, unsubscribe, view] = fields.map(({ marker }) => marker);
    for (const { marker } of fields) expect(marker).toMatch(/^pr[0-9a-f]{20}x\d+z$/);
    expect(subject).toBe(`${you}: news`);
    expect(preheader).toBe(you);
    expect(html).toContain(`<title>${you}: news</title>`);
    expect(html).toContain(`Dear ${reader}, ${town}`);
    expect(html).toContain(`href="${unsubscribe}"`);
    expect(text).toBe(`${reader} ${unsubscribe} ${view}\n`);
  });

  test('no marker begins another, however many there are', async () => {
    const many = Array.from({ length: 120 }, (_, index) => `{{ recipient.a${index} }}`).join(' ');
    const { fields } = await renderWith(`<mj-text>${many}</mj-text>`);
    const markers = fields.map(({ marker }) => marker);
    expect(new Set(markers).size).toBe(120);
    for (const one of markers) expect(markers.filter((other) => other.startsWith(one))).toEqual([one]);
  });

  test('the nonce comes from the edition, and article text that looks like a marker is none', async () => {
    const first = (await renderWith('<mj-text>{{ links.view }}</mj-text>')).fields[0]?.marker ?? '';
    const other = (await renderWith('<mj-text>{{ links.view }}</mj-text>', 'x', { subject: 'Other' })).fields[0]
      ?.marker;
    expect(other).not.toBe(first);
    const made = edition({
      sections: [{ title: 'A', layout: 'list', articles: [article({ headline: `A ${first} b` })] }],
    });
    const { html, fields } = await renderWith('<mj-text>{{ lead.headline }} {{ links.view }}</mj-text>', 'x', made);
    expect(html).toContain(`A ${first} b`);
    expect(fields[0]?.marker).not.toBe(first);
    expect(html.split(fields[0]?.marker ?? '').length).toBe(2);
  });

  test('are handed on by assign, for, render and capture', async () => {
    const { html, fields } = await renderWith(
      '{% assign name = recipient.name | default: "you" %}{% capture line %}Hello {{ name }} & <b>{% endcapture %}<mj-text>{{ line }}!</b></mj-text>',
    );
    expect(html).toContain(`Hello ${fields[0]?.marker} & <b>!</b>`);
  });

  test.each([
    ['{% if recipient.name %}a{% endif %}', 'recipient.name differs between readers'],
    ['{% if recipient.name == "Ann" %}a{% endif %}', 'recipient.name differs between readers'],
    ['{% for a in recipient.names %}{% endfor %}', 'recipient.names differs between readers'],
    ['{{ recipient.name | upcase }}', 'of the filters only default can be used, not upcase'],
    ['{{ "Dear " | append: recipient.name }}', 'of the filters only default can be used, not append'],
    ['{{ lead.dek | default: recipient.name }}', 'not default'],
    ['{{ "photo" | label: credit: recipient.name }}', 'not label'],
    ['{{ recipient }}', 'recipient differs between readers'],
  ])('%s is an error', async (source, message) => {
    await expect(renderWith(`\n<mj-text>${source}</mj-text>`)).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      problems: [{ file: 'templates/editions/brief.mjml', line: 2, got: expect.stringContaining(message) }],
    });
  });
});

describe('a merge field where escaping does not help', () => {
  test.each([
    ['<mj-text><a href="{{ recipient.site }}">a</a></mj-text>', 'recipient.site in href'],
    ['<mj-text><a href="https://a.example.org/?n={{ recipient.name }}">a</a></mj-text>', 'recipient.name in href'],
    ['<mj-text><a href="{{ links.view }}&amp;x=1">a</a></mj-text>', 'links.view in href'],
    ['<mj-image src="{{ recipient.picture }}" />', 'recipient.picture in src'],
    ['<mj-text><p style="color:{{ recipient.colour }}">a</p></mj-text>', 'recipient.colour in style'],
    ['<mj-text><p onclick="{{ recipient.name }}">a</p></mj-text>', 'recipient.name in onclick'],
    ['<mj-text><p class={{ recipient.name }}>a</p></mj-text>', 'recipient.name in a tag'],
    ['<mj-text><!-- {{ recipient.name }} --></mj-text>', 'recipient.name in a comment'],
    ['<mj-raw><style>a { color: {{ recipient.colour }} }</style></mj-raw>', 'recipient.colour in <style>'],
    ['<mj-text><!--[if mso]><p style="{{ recipient.colour }}"></p><![endif]--></mj-text>', 'recipient.colour in style'],
  ])('%s', async (source, got) => {
    await expect(renderWith(`\n${source}`)).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      problems: [{ file: 'templates/editions/brief.mjml', line: 2, got }],
    });
  });

  test('text, titles and quoted attributes are fine', async () => {
    const { fields } = await renderWith(
      `<mj-text><p title="For {{ recipient.name }}">{{ recipient.name }}</p><!--[if mso]><b>{{ recipient.name }}</b><![endif]--></mj-text>`,
    );
    expect(fields).toHaveLength(1);
  });
});
