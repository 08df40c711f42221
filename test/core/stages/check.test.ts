import { describe, expect, test } from '@jest/globals';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import { sampleEdition } from '../../../cli/sample-edition.ts';
import type { Edition } from '../../../core/model/edition.ts';
import type { RenderedEdition } from '../../../core/model/rendered-edition.ts';
import type { TemplateSource } from '../../../core/ports.ts';
import { checkEdition, type Finding } from '../../../core/stages/check.ts';
import { traceEdition } from '../../../core/stages/check-trace.ts';
import { mergedBytes, weighParts } from '../../../core/stages/check-weight.ts';
import { render } from '../../../core/stages/render.ts';

const publication = {
  name: 'The Example Ledger',
  url: 'https://news.example.org/',
  language: 'en',
  postalAddress: '1 Example Way, Springfield',
};
const unsubscribe = { marker: 'prunsubscribez', value: { kind: 'link' as const, link: 'unsubscribe' as const } };
const edition = sampleEdition('any');
const footer = `<p><a href="prunsubscribez">leave</a> ${publication.postalAddress}</p>`;

/** An edition whose HTML is given: its body and, before it, what stands in the head. */
function rendered(body: string, head = ''): RenderedEdition {
  return {
    editionId: edition.id,
    revision: '0'.repeat(64),
    templateHash: '0'.repeat(64),
    subject: 'Harbour opens',
    preheader: 'Ships are in again.',
    html: `<!doctype html><html lang="en"><head><title>t</title>${head}</head><body>${body}${footer}</body></html>`,
    text: 'prunsubscribez',
    fields: [unsubscribe],
    shed: [],
    unshedBytes: null,
  };
}

function found(body: string, head = ''): Finding[] {
  return checkEdition(edition, rendered(body, head), publication).filter(({ severity }) => severity !== 'note');
}

function rules(body: string, head = ''): string[] {
  return found(body, head).map(({ rule }) => rule);
}

describe('what stops a send', () => {
  const check = (change: Partial<RenderedEdition>, of: Edition = edition) =>
    checkEdition(of, { ...rendered(''), ...change }, publication)
      .filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);

  test('an edition that has everything has nothing that would', () => {
    expect(check({})).toEqual([]);
  });

  test.each<[string, Partial<RenderedEdition>]>([
    ['unsubscribe-link', { html: rendered('').html.replace('prunsubscribez', 'https://news.example.org/') }],
    ['unsubscribe-link-text', { text: 'nothing' }],
    ['postal-address', { html: rendered('').html.replace('Springfield', 'Shelbyville') }],
    ['weight', { html: rendered(`<p>${'x'.repeat(102 * 1_024)}</p>`).html }],
    ['template-tag', { html: rendered('<p>Dear {{ recipient.name }}</p>').html }],
    ['subject', { subject: ' ' }],
  ])('%s', (rule, change) => {
    expect(check(change)).toEqual([rule]);
  });

  test.each(['brief', 'story', 'digest'])(
    'an address with characters that HTML escapes is found in %s',
    async (name) => {
      const postalAddress = `"Fish & Chips" Ltd, O'Hara's Quay <3>, Köln`;
      const made = { ...sampleEdition(name), publication: { ...edition.publication, postalAddress } };
      const found = checkEdition(made, await render(made, createFolderTemplates(process.cwd())), {
        ...publication,
        postalAddress,
      });
      expect(found.filter(({ rule }) => rule === 'postal-address')).toEqual([]);
    },
  );

  test('an address in a comment, or in a style, is not shown', () => {
    const { postalAddress } = publication;
    for (const hidden of [`<!-- ${postalAddress} -->`, `<style>a { content: "${postalAddress}" }</style>`]) {
      expect(check({ html: rendered('').html.replace(postalAddress, hidden) })).toContain('postal-address');
    }
  });

  test('braces in an article’s own words are no template tag', () => {
    const braced = {
      ...edition,
      sections: edition.sections.map((section) => ({ ...section, title: 'On {{ braces }}' })),
    };
    expect(check({ html: rendered('<h2>On {{ braces }}</h2>').html }, braced)).toEqual([]);
  });

  test('a merge field weighs as much as the longest value', () => {
    const field = { marker: 'prnamez', value: { kind: 'attribute' as const, name: 'name', default: '' } };
    const { html } = rendered('prnamez'.repeat(200));
    expect(check({ html, fields: [unsubscribe, field] })).toEqual(['weight']);
  });
});

describe('links', () => {
  test.each([
    ['<a href="">nowhere</a>', ['link-empty']],
    ['<a href="#">nowhere</a>', ['link-empty']],
    ['<a href="#part">in the page</a>', []],
    ['<a href="www.example.org">no scheme</a>', ['link-scheme']],
    ['<a href="/stories">relative</a>', ['link-scheme']],
    ['<a href="javascript:x">script</a>', ['link-scheme']],
    ['<a href="http://example.org/">plain</a>', ['link-http']],
    ['<a href="https://example.org/"></a>', ['link-words']],
    [
      '<a href="https://example.org/"><img src="https://example.org/a.jpg" alt="" width="1" height="1"></a>',
      ['link-words'],
    ],
    ['<a href="https://example.org/"><img src="https://example.org/a.jpg" alt="A boat" width="1" height="1"></a>', []],
    ['<a href="mailto:desk@example.org">write</a>', []],
    ['<a href="https://example.org/a">One story</a><a href="https://example.org/a">Another</a>', ['link-twice']],
    ['<a href="https://example.org/a">One story</a><a href="https://example.org/a">Read “One story” here</a>', []],
    ['<!--[if mso]><a href="http://example.org">Outlook alone</a><![endif]-->', []],
  ])('%s: %j', (body, expected) => {
    expect(rules(body)).toEqual(expected);
  });
});

describe('pictures', () => {
  test.each([
    ['<img src="https://example.org/a.jpg" width="1" height="1">', ['picture-alt']],
    ['<img src="https://example.org/a.jpg" alt="">', ['picture-size']],
    ['<img src="https://example.org/a.jpg" alt="" width="1">', ['picture-size']],
    ['<img src="http://example.org/a.jpg" alt="" width="1" height="1">', ['picture-http']],
    ['<img src="a.jpg" alt="" width="1" height="1">', ['picture-scheme']],
    ['<img src="" alt="" width="1" height="1">', ['picture-empty']],
  ])('%s: %j', (body, expected) => {
    expect(rules(body)).toEqual(expected);
  });
});

describe('contrast', () => {
  const style =
    '<style>.soft { color:#777777 } @media (prefers-color-scheme:dark) { body { background:#000000 } .ink { color:#333333 !important } }</style>';

  test('is told of a pair of colours once, with where it was first', () => {
    const [finding, ...others] = found('<p style="color:#aaaaaa">One</p><p style="color:#aaaaaa">Two</p>');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'contrast', theme: 'light', element: 'body > p:nth-child(1)' });
    expect(finding?.message).toBe('Text of #aaaaaa on #ffffff has a contrast of 2.3 in 2 places; 4.5 can be read.');
  });

  test('in dark mode goes by the edition’s own dark colours', () => {
    const dark = found('<p class="ink" style="color:#111111">Words</p>', style).map(({ rule, theme }) => [rule, theme]);
    // The footer has the default colour, which dark mode makes light.
    expect(dark).toEqual([['contrast', 'dark']]);
  });

  test.each([
    ['<p style="color:#777777;font-size:24px">large</p>', 0],
    ['<p style="color:#777777;font:bold 19px/1.2 serif">large in bold</p>', 0],
    ['<p style="color:#777777;font-size:14pt">14 points, not bold</p>', 1],
    ['<h1 style="color:#777777;font-size:19px">bold, being a heading</h1>', 0],
    ['<p class="soft">by a class</p>', 1],
    ['<div bgcolor="#000000"><p style="color:#999999">on black</p></div>', 0],
    [
      '<div style="background:#fafafa url(https://example.org/a.jpg)"><p style="color:#eeeeee">on a picture</p></div>',
      0,
    ],
    ['<p style="color:rgba(0,0,0,0.3)">see-through</p>', 1],
    ['<p style="color:#dddddd;display:none">hidden</p>', 0],
    ['<p style="color:#dddddd">·</p>', 0],
  ])('%s: %d', (body, count) => {
    expect(
      found(body, '<style>.soft { color:#777777 }</style>').filter(({ rule }) => rule === 'contrast'),
    ).toHaveLength(count);
  });
});

describe('client support', () => {
  test('names what a program lacks, once, as a note', () => {
    const notes = checkEdition(
      edition,
      rendered('<p style="border-radius:4px">a</p><p style="border-radius:2px">b</p>'),
      publication,
    );
    const [note, ...others] = notes.filter(({ message }) => message.startsWith('border-radius'));
    expect(others).toEqual([]);
    expect(note).toMatchObject({ severity: 'note', rule: 'client-support', element: 'body > p:nth-child(1)' });
    expect(note?.message).toContain('Outlook for Windows (caniemail.com/features/css-border-radius)');
  });
});

describe('structure', () => {
  test.each([
    ['<h1>One</h1><h3>Three</h3>', ['heading-order']],
    ['<h2>Two</h2><h3>Three</h3><h2>Two</h2>', []],
  ])('%s: %j', (body, expected) => {
    expect(rules(body)).toEqual(expected);
  });

  test('a document without language and title', () => {
    const bare = { ...rendered(''), html: `<html><body>${footer}</body></html>` };
    const warned = checkEdition(edition, bare, publication).filter(({ severity }) => severity === 'warning');
    expect(warned.map(({ rule }) => rule)).toEqual(['language', 'title']);
  });
});

describe('places', () => {
  const files: Record<string, string> = {
    'editions/any.mjml': `<mjml><mj-head><mj-attributes><mj-all padding="0" /></mj-attributes></mj-head><mj-body>
<mj-section>
<mj-column>
  {% for section in sections %}
  <mj-text css-class="title">{{ section.title }}</mj-text>
  {% render "picture" %}
  {% endfor %}
  <mj-image alt="A boat" src="http://example.org/b.jpg" />
  <mj-text><a href="{{ links.unsubscribe }}">leave</a> {{ publication.postalAddress }}</mj-text>
</mj-column></mj-section></mj-body></mjml>`,
    'partials/picture.mjml': `<mj-text>
  <!-- <img src="x"> --><p>
  A paragraph that nobody closes <img src="https://example.org/a.jpg" width="1" height="1">
</mj-text>`,
    'partials/edition.txt': '{{ links.unsubscribe }}',
  };
  const templates: TemplateSource = {
    edition: async (name, part) => fileOf(`editions/${name}.${part}`),
    partial: async (name) => fileOf(`partials/${name}`),
  };
  const fileOf = (name: string) => (files[name] === undefined ? null : { path: name, source: files[name] });

  test('a finding names the template’s line, in a partial or not, HTML’s or MJML’s', async () => {
    const made = await render(edition, templates);
    const trace = await traceEdition(edition, made, templates);
    const places = checkEdition(edition, made, publication, trace)
      .filter(({ rule }) => rule === 'picture-alt' || rule === 'picture-http')
      .map(({ rule, source }) => `${rule} ${source?.file}:${source?.line}`);
    expect([...new Set(places)]).toEqual(['picture-alt partials/picture.mjml:3', 'picture-http editions/any.mjml:8']);
  });

  test('what stands in an article names it', async () => {
    const [first] = edition.sections[0]?.articles ?? [];
    const [finding] = found(`<a href="${first?.url}"><img src="https://example.org/a.jpg" alt="x"></a>`);
    expect(finding).toMatchObject({ rule: 'picture-size', article: first?.id });
  });
});

describe('the weight by part', () => {
  test('adds up to the whole, and each section is where it stands', () => {
    const [one, two] = edition.sections;
    const blocks = [one, two].map(
      (section) =>
        `<div><h2>${section?.title}</h2>${section?.articles.map(({ headline }) => `<h3>${headline}</h3>`).join('')}</div>`,
    );
    const made = rendered(
      `<div>Masthead</div>${blocks[0]}${blocks[1]?.replace('</h3>', `</h3><p>${'x'.repeat(5_000)}</p>`)}`,
    );
    const two_ = { ...edition, sections: edition.sections.slice(0, 2) };
    const parts = weighParts(two_, made);
    expect(parts.map(({ title }) => title)).toEqual(['Styles', 'Masthead', one?.title, two?.title]);
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(mergedBytes(made));
    expect(parts.at(-1)?.bytes).toBeGreaterThan(5_000);
    expect(parts.at(-2)?.bytes).toBeLessThan(500);
  });
});
