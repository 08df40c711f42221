import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFolderTemplates } from '../../../adapters/local/folder-templates.ts';
import type { Edition } from '../../../core/model/edition.ts';
import { newsletterSchema } from '../../../core/model/newsletter.ts';
import type { MergeField } from '../../../core/model/rendered-edition.ts';
import { assemble } from '../../../core/stages/assemble.ts';
import { deliveredBytes } from '../../../core/stages/check.ts';
import { weighParts } from '../../../core/stages/check-weight.ts';
import { createComposer } from '../../../core/stages/compose-for.ts';
import { composeSingle } from '../../../core/stages/compose-single.ts';
import { render } from '../../../core/stages/render.ts';
import { linksIn, longestTracked, tracked } from '../../../core/stages/track.ts';
import { createTokens, longestToken } from '../../../core/text/token.ts';
import { root } from '../../source.ts';
import { article, edition } from './render-editions.ts';

const templates = createFolderTemplates(root);
const tokens = createTokens([{ id: 'k1', secret: new Uint8Array(32).fill(7) }]);
const at = Date.parse('2026-11-23T12:00:00Z');
const publication = {
  name: 'The Example Ledger',
  url: 'https://news.example.org',
  language: 'en',
  postalAddress: '1 Example Way, Springfield',
};

function editionWith(more: Partial<Edition> = {}): Edition {
  const first = article({
    headline: 'Harbour opens',
    url: 'https://news.example.org/harbour?a=1&b=2',
    body: [
      {
        type: 'paragraph',
        html: 'See <a href="https://docs.example.org/plan">the plan</a>, <a href="mailto:desk@example.org">write</a>, or read <a href="https://plain.example.org/x">plain.example.org/x</a> and https://docs.example.org/plan itself.',
      },
    ],
  });
  const second = article({ headline: 'Night trains return', url: 'https://news.example.org/trains' });
  return edition({
    sections: [
      { title: 'Lead', layout: 'full', articles: [first] },
      { title: 'Today', layout: 'list', articles: [second] },
    ],
    ...more,
  });
}

const newsletter = newsletterSchema.parse({
  slug: 'world-brief',
  title: 'World Brief',
  from: 'World Brief <brief@news.example.org>',
  timeZone: 'America/New_York',
  template: 'brief',
  sections: [{ title: 'Today' }],
});

const base = 'https://news.example.org';
const standing = { newsletters: [], locale: null, timeZone: null, consent: null, createdAt: '2026-01-01T00:00:00Z' };
const reader = { subscriber: { id: 'ann', email: 'ann@example.com', attributes: {}, ...standing }, suppression: null };
const slip = { messageId: 'm1', at: '2026-11-23T12:00:00.000Z' };

async function composed(made: Edition): Promise<string> {
  const rendered = await render(made, templates);
  const compose = createComposer({ publication, newsletter, rendered, tokens, at });
  return new TextDecoder().decode(compose(reader, slip).bytes());
}

/** A message's parts, with quoted-printable undone. */
function partsOf(message: string): { text: string; html: string } {
  const plain = message
    .replaceAll('=\r\n', '')
    .replace(/(?:=[0-9A-F]{2})+/g, (codes) => Buffer.from(codes.replaceAll('=', ''), 'hex').toString());
  const [, text = '', html = ''] = plain.split('Content-Transfer-Encoding: quoted-printable');
  return { text, html };
}

describe('links that are counted', () => {
  test('are the web addresses of anchors, each once, without merge fields, mailto and words that are an address', async () => {
    const { tracking, fields } = await render(editionWith({ tracking: base }), templates);
    expect(tracking?.base).toBe(base);
    expect(tracking?.links).toEqual([
      'https://news.example.org/harbour?a=1&b=2',
      'https://docs.example.org/plan',
      'https://news.example.org/trains',
    ]);
    expect(fields.map(({ value }) => value.kind)).not.toContain('tracking');
  });

  test('are read as browsers read them', () => {
    const html = `<a class="x" href='https://example.org/?a=1&amp;copy=2&#38;c'>one</a> <A HREF="https://example.org/b"><b>two</b></A>
      <a title="href=&quot;https://no.example.org&quot; href='x'" href="/relative">three</a> <a href="javascript:alert(1)">four</a>
      <a href="https://user:pw@example.org/">five</a><!--[if mso]><a href="https://example.org/mso">six</a><![endif]-->`;
    expect(linksIn(html)).toEqual([
      'https://example.org/?a=1&copy=2&c',
      'https://example.org/b',
      'https://example.org/mso',
    ]);
  });

  test('lead through the readers’ pages in what is composed, and straight to their address in what is archived', async () => {
    const made = editionWith({ tracking: base });
    const rendered = await render(made, templates);
    expect(rendered.html).not.toContain('/click/');
    const { text, html } = partsOf(await composed(made));
    const [, token = ''] = /click\/([^/"]+)\/1"/.exec(html) ?? [];
    expect(tokens.read(token, 'click', at)).toMatchObject({
      ok: true,
      claims: { subscriberId: 'ann', edition: '2026-11-23' },
    });
    expect(linksIn(html).filter((link) => !link.startsWith(`${base}/`))).toEqual([]);
    expect(html).toContain(`href="${base}/click/${token}/2"`);
    expect(html.match(/href="mailto:desk@example.org"/g)).toHaveLength(1);
    expect(html).toContain('href="https://plain.example.org/x"');
    for (const page of ['unsubscribe', 'preferences', 'view'])
      expect(html).toMatch(new RegExp(`href="${base}/${page}/1`));
    expect(
      html.match(/<img src="https:\/\/news\.example\.org\/open\/[^"]+" width="1" height="1" alt=""/g),
    ).toHaveLength(1);
    expect(text).toContain(`the plan <${base}/click/${token}/2>`);
    expect(text).toContain(`\n  ${base}/click/${token}/3\r\n`);
    // The article's own words stay.
    expect(text).toContain('https://docs.example.org/plan');
  });

  test('without tracking not a byte differs, and the edition says nothing of it', async () => {
    const off = await render(editionWith(), templates);
    expect(Object.keys(off)).not.toContain('tracking');
    expect(tracked(off)).toBe(off);
    const rendered = { ...off };
    const compose = createComposer({ publication, newsletter, rendered, tokens, at });
    const single = composeSingle({ publication, newsletter, rendered, tokens, at }, { ...reader.subscriber });
    const message = new TextDecoder().decode(compose(reader, { ...slip, messageId: single.messageId }).bytes());
    expect(new TextDecoder().decode(single.message.bytes())).toBe(message);
    expect(message).not.toMatch(/\/click|\/open/);
    const assembled = assemble({
      publication,
      newsletter,
      articles: [article({ headline: 'A' })],
      at: '2026-11-23T12:00:00Z',
      history: [],
    });
    expect(assembled.kind === 'edition' && Object.keys(assembled.edition)).not.toContain('tracking');
  });

  test('a single message, a test or a sample, is not counted', async () => {
    const rendered = await render(editionWith({ tracking: base }), templates);
    const single = composeSingle({ publication, newsletter, rendered, tokens, at }, { ...reader.subscriber });
    expect(new TextDecoder().decode(single.message.bytes())).not.toMatch(/\/click|\/open/);
  });

  test('the newsletter says whether, and the readers’ pages where', () => {
    const articles = [article({ headline: 'A' })];
    const assembled = assemble({
      publication: { ...publication, webUrl: 'https://mail.example.org/in/' },
      newsletter: { ...newsletter, tracking: true },
      articles,
      at: '2026-11-23T12:00:00Z',
      history: [],
    });
    expect(assembled.kind === 'edition' && assembled.edition.tracking).toBe('https://mail.example.org/in');
  });

  test('the weight is that of the longest token in every place, and its parts add up', async () => {
    const made = editionWith({ tracking: base });
    const rendered = await render(made, templates);
    const plain = await render(editionWith(), templates);
    expect(longestTracked(rendered).length).toBeGreaterThan(rendered.html.length + 3 * 60);
    expect(deliveredBytes(rendered)).toBeGreaterThan(deliveredBytes(plain) + 3 * 60);
    const parts = weighParts(made, rendered).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(parts).toBe(deliveredBytes(rendered));
    const longestId = { ...reader, subscriber: { ...reader.subscriber, id: 'x'.repeat(64) } };
    const message = createComposer({ publication, newsletter, rendered, tokens, at })(longestId, slip);
    const { html } = partsOf(new TextDecoder().decode(message.bytes()));
    expect(html.length).toBeLessThanOrEqual(deliveredBytes(rendered));
    const claims = { purpose: 'click' as const, newsletters: ['abcdefgh'], edition: '2026-11-23T0700' };
    const long = createTokens([{ id: 'k'.repeat(16), secret: new Uint8Array(32) }]);
    const token = long.sign({ ...claims, subscriberId: 'x'.repeat(64), expiresOnDay: 36 ** 6 - 1 });
    expect(token).toHaveLength(longestToken);
  });

  test('whatever markup there is, every counted link leads to its own number and nothing else changes', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const address = fc.tuple(word, word).map(([host, path]) => `https://${host}.example.org/${path}`);
    const piece = fc.oneof(
      address.map((url) => `<a href="${url}">Read</a>`),
      address.map((url) => `<td title="${url}"><img src="${url}" alt="a > b"></td>`),
      fc.constantFrom(
        '<a name="x">no link</a>',
        '<a href="mailto:a@example.org">w</a>',
        '<p>words</p>',
        '<a href=bare>b</a>',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const html = `<body>${pieces.join('\n')}</body>`;
        const links = linksIn(html);
        const rendered = {
          revision: 'a'.repeat(64),
          html,
          text: '',
          fields: [] as MergeField[],
          tracking: { base, links },
        };
        const after = tracked(rendered);
        const marker = after.fields[0]?.marker ?? '';
        const back = after.html
          .replace(/<img src="[^"]*\/open\/[^>]*>/, '')
          .replace(new RegExp(`${base}/click/${marker}/(\\d+)`, 'g'), (_, number) => links[Number(number) - 1] ?? '?');
        expect(back).toBe(html);
      }),
    );
  });
});
