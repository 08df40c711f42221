import type { MessageEnvelope, MessageRecipient } from '../../../core/model/message.ts';
import type { MergeField } from '../../../core/model/rendered-edition.ts';
import { type ComposableEdition, compileMessagePlan, composeMessage } from '../../../core/stages/compose.ts';

export const envelope: MessageEnvelope = {
  from: { name: 'World Brief', address: 'brief@news.example.org' },
  replyTo: null,
  newsletter: { slug: 'world-brief', title: 'World Brief' },
  host: 'news.example.org',
};

export const recipient: MessageRecipient = {
  subscriberId: 's1',
  email: 'ann@example.com',
  attributes: { first_name: 'Zoë', city: 'Springfield' },
  links: {
    unsubscribe: 'https://news.example.org/u?t=abc&x=1',
    preferences: 'https://news.example.org/p?t=abc',
    view: 'https://news.example.org/v?t=abc',
  },
  messageId: '0123456789abcdef0123456789abcdef',
  at: '2026-11-23T12:00:00.000Z',
};

/** Markers: `firstname`, `city` and the three links, each with the nonce `mfa1b2c3n` before it. */
export const fields: readonly MergeField[] = [
  { marker: 'mfa1b2c3nfirstname', value: { kind: 'attribute', name: 'first_name', default: 'reader' } },
  { marker: 'mfa1b2c3ncity', value: { kind: 'attribute', name: 'city', default: '' } },
  { marker: 'mfa1b2c3nunsubscribe', value: { kind: 'link', link: 'unsubscribe' } },
  { marker: 'mfa1b2c3npreferences', value: { kind: 'link', link: 'preferences' } },
  { marker: 'mfa1b2c3nview', value: { kind: 'link', link: 'view' } },
];

/** An edition whose parts name fields as `{first_name}`, `{city}`, `{unsubscribe}`, … */
export function editionOf(parts: { subject?: string; html?: string; text?: string }): ComposableEdition {
  return {
    editionId: 'world-brief/2026-11-23',
    revision: '0123456789abcdef'.repeat(4),
    subject: withMarkers(parts.subject ?? 'The news'),
    html: withMarkers(parts.html ?? '<p>News</p>'),
    text: withMarkers(parts.text ?? 'News'),
    fields: [...fields],
  };
}

function withMarkers(text: string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => `mfa1b2c3n${name.replace('_', '')}`);
}

/** The message as a string of bytes. */
export function composed(
  parts: { subject?: string; html?: string; text?: string },
  changes: Partial<MessageRecipient> = {},
  changedEnvelope: Partial<MessageEnvelope> = {},
): string {
  const plan = compileMessagePlan(editionOf(parts), { ...envelope, ...changedEnvelope });
  return Buffer.from(composeMessage(plan, { ...recipient, ...changes }).bytes()).toString('latin1');
}

/** A header's lines, joined as they were written; null where there is none. */
export function header(message: string, name: string): string | null {
  const head = `${message.slice(0, message.indexOf('\r\n\r\n'))}\r\n`;
  const match = new RegExp(`^${name}:(.*\\r\\n(?:[ \\t].*\\r\\n)*)`, 'mi').exec(head);
  return match?.[1] === undefined ? null : match[1].trim();
}
