import type { MessageEnvelope, MessageRecipient } from '../core/model/message.ts';
import type { MergeField } from '../core/model/rendered-edition.ts';
import type { ComposableEdition } from '../core/stages/compose.ts';

const nonce = 'm5f3a9c1e7b2d';

export const envelope: MessageEnvelope = {
  from: { name: 'World Brief', address: 'brief@news.example.org' },
  replyTo: { name: null, address: 'desk@news.example.org' },
  newsletter: { slug: 'world-brief', title: 'World Brief' },
  host: 'news.example.org',
};

export const fields: readonly MergeField[] = [
  { marker: `${nonce}0z`, value: { kind: 'attribute', name: 'first_name', default: 'reader' } },
  { marker: `${nonce}1z`, value: { kind: 'attribute', name: 'city', default: 'your town' } },
  { marker: `${nonce}2z`, value: { kind: 'attribute', name: 'edition_name', default: 'the morning edition' } },
  { marker: `${nonce}3z`, value: { kind: 'link', link: 'unsubscribe' } },
  { marker: `${nonce}4z`, value: { kind: 'link', link: 'preferences' } },
  { marker: `${nonce}5z`, value: { kind: 'link', link: 'view' } },
];

/** An edition of 60 KB of HTML and 8 KB of text, with six fields in twelve places: one in the subject, four in the text, seven in the HTML. */
export function sampleEdition(): ComposableEdition {
  const marker = (index: number) => fields[index]?.marker ?? '';
  const article = (number: number) =>
    `<table role="presentation" width="100%" style="border-collapse:collapse;margin:0 auto"><tbody><tr><td align="left" style="font-family:Georgia,serif;font-size:16px;line-height:1.5;padding:12px 24px">` +
    `<h2 style="margin:0;font-size:22px"><a href="https://news.example.org/2026/11/23/story-${number}?utm_source=brief&amp;utm_medium=email" style="color:#111111;text-decoration:none">Council No. ${number} votes to keep the old café open — “for now”</a></h2>` +
    `<p style="margin:8px 0">The vote, taken late on Monday, ends a dispute of ${number} months between the naïve and the wise. ${'Neighbours said the decision was a relief; the mayor said nothing. '.repeat(4)}</p></td></tr></tbody></table>\r\n`;
  const articles: string[] = [];
  for (let length = 0; length < 59_000; length += articles.at(-1)?.length ?? 0) articles.push(article(articles.length));
  const third = Math.floor(articles.length / 3);
  const html = [
    `<!doctype html><html lang="en" dir="ltr"><head><title>World Brief</title></head><body style="margin:0"><p>Good morning, ${marker(0)}, in ${marker(1)}. <a href="${marker(5)}">View in browser</a></p>\r\n`,
    ...articles.slice(0, third),
    `<p>For you, ${marker(0)}: ${marker(2)}.</p>\r\n`,
    ...articles.slice(third),
    `<p><a href="${marker(3)}">Unsubscribe</a> · <a href="${marker(4)}">Preferences</a></p></body></html>\r\n`,
  ].join('');
  const text = [
    `Good morning, ${marker(0)}.\r\n${marker(5)}\r\n\r\n`,
    'Council votes to keep the old café open — “for now”\r\nhttps://news.example.org/2026/11/23/story\r\n\r\n'.repeat(
      80,
    ),
    `Unsubscribe: ${marker(3)}\r\nPreferences: ${marker(4)}\r\n`,
  ].join('');
  return {
    editionId: 'world-brief/2026-11-23',
    revision: '0123456789abcdef'.repeat(4),
    subject: `${marker(0)}, the old café stays open`,
    html,
    text,
    fields: [...fields],
  };
}

/** Readers who all differ; one in four has a name that is not ASCII. */
export function sampleRecipients(count: number): MessageRecipient[] {
  const names = ['Ann', 'Zoë', 'John & Mary', 'Oluwaseun'];
  return Array.from({ length: count }, (_, number) => {
    const token = Buffer.from(`token of subscriber ${number} `.repeat(4)).toString('base64url');
    return {
      subscriberId: `subscriber-${number}`,
      email: `reader.${number}@example.com`,
      attributes: {
        first_name: `${names[number % 4]} ${number}`,
        city: `Town ${number}`,
        edition_name: `edition ${number % 7}`,
      },
      links: {
        unsubscribe: `https://news.example.org/unsubscribe?t=${token}`,
        preferences: `https://news.example.org/preferences?t=${token}`,
        view: `https://news.example.org/view/world-brief/2026-11-23?t=${token}`,
      },
      messageId: number.toString(16).padStart(32, '0'),
      at: new Date(1_795_000_000_000 + number * 1_000).toISOString(),
    };
  });
}
