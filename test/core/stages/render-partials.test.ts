import { expect, test } from '@jest/globals';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import type { TemplateSource } from '../../../core/ports.ts';
import { render } from '../../../core/stages/render.ts';
import { unsupported } from '../../quality/measure.ts';
import { arabicEdition, briefEdition } from './render-editions.ts';

const kit = createFolderTemplates('/nowhere');

/** The kit's briefing with something put before its footer, in both parts. */
function withCalls(calls: string): TemplateSource {
  return {
    ...kit,
    partial: (name) => kit.partial(name),
    edition: async (name, part) => {
      const file = await kit.edition(name, part);
      return (
        file && { ...file, source: file.source.replace('{% render "footer" %}', `${calls}\n{% render "footer" %}`) }
      );
    },
  };
}

const calls = `
{% render "numbers", title: "In figures", figures: "9 = ports & one wall; 31 = years at the clock" %}
{% render "event", title: "An evening with the keeper", at: "2026-12-01T18:30:00Z", place: "Tide Hall", url: "https://news.example.org/evening" %}
{% render "poll", question: "Should the clock stay?", answers: "Yes = https://news.example.org/poll?a=1&b=2; No = https://news.example.org/poll?a=2" %}
{% render "sponsor", name: "Teal Boats", headline: "Built in Larkhaven", text: null, url: "https://boats.example.com/", image: null, alt: "" %}
`;

test('figures, an event, a poll and an advertisement stand in both parts', async () => {
  const { html, text } = await render(briefEdition(), withCalls(calls));
  for (const words of [
    'In figures',
    'ports &amp; one wall',
    'years at the clock',
    'An evening with the keeper',
    'Tide Hall',
  ]) {
    expect(html).toContain(words);
    expect(text).toContain(words.replace('&amp;', '&'));
  }
  expect(html).toContain('Tuesday, December 1, 2026, 1:30');
  expect(html).toContain('href="https://news.example.org/poll?a=1&amp;b=2"');
  expect(text).toContain('- Yes\n  https://news.example.org/poll?a=1&b=2\n');
  expect(html.indexOf('Advertisement: Teal Boats')).toBeLessThan(html.indexOf('Built in Larkhaven'));
  expect(html).toContain('rel="sponsored" href="https://boats.example.com/"');
  expect(text).toContain('Advertisement: Teal Boats\n\nBuilt in Larkhaven\nhttps://boats.example.com/');
  expect(unsupported(html)).toEqual([]);
});

test('and are mirrored and named in the edition’s language', async () => {
  const { html } = await render(arabicEdition(), withCalls(calls));
  expect(html).toContain('إعلان: Teal Boats');
  expect(html).toMatch(/<td class="rule accent" valign="baseline" align="right"/);
});

test('what they are not given is named', async () => {
  const call = '{% render "sponsor", name: "Teal Boats" %}';
  await expect(render(briefEdition(), withCalls(call))).rejects.toThrow(/sponsor\.mjml:\d+:\d+: unknown field/);
});
