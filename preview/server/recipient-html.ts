import type { MessageRecipient } from '../../core/model/message.ts';
import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import { escapeHtml, fieldValue } from '../../core/stages/compose-values.ts';

/** What `recipient` would read: every merge field filled as `compose` fills it. */
export interface RecipientEdition {
  subject: string;
  preheader: string;
  html: string;
  text: string;
}

/** An edition as one recipient gets it, before it is a message. */
export function recipientEdition(
  rendered: Pick<RenderedEdition, 'subject' | 'preheader' | 'html' | 'fields'> & { text?: string },
  recipient: MessageRecipient,
): RecipientEdition {
  const values = rendered.fields.map(({ marker, value }) => [marker, fieldValue(value, recipient)] as const);
  const filled = (text: string, encode: (value: string) => string) =>
    values.reduce((sum, [marker, value]) => sum.replaceAll(marker, () => encode(value)), text);
  const plain = (text: string) => filled(text, (value) => value);
  return {
    subject: plain(rendered.subject),
    preheader: plain(rendered.preheader),
    html: filled(rendered.html, escapeHtml),
    text: plain(rendered.text ?? ''),
  };
}
