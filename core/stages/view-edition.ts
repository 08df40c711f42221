import type { MessageRecipient } from '../model/message.ts';
import type { ReaderLink, RenderedEdition } from '../model/rendered-edition.ts';
import { escapeHtml, fieldValue } from './compose-values.ts';

/** Whose eyes a page of an edition is for. */
export interface Viewer {
  attributes: Readonly<Record<string, string>>;
  links: Readonly<Record<ReaderLink, string>>;
}

/** An edition as a page, with a reader's own values where its merge fields stand; without attributes, with their defaults. */
export function viewEdition(rendered: RenderedEdition, viewer: Viewer): string {
  return filled(rendered.html, rendered, viewer, escapeHtml);
}

/** The subject and the preheader as somebody without attributes gets them. */
export function plainLines(rendered: RenderedEdition): { subject: string; preheader: string } {
  const nobody = { attributes: {}, links: { unsubscribe: '', preferences: '', view: '' } };
  const plain = (text: string) => filled(text, rendered, nobody, (value) => value).trim();
  return { subject: plain(rendered.subject), preheader: plain(rendered.preheader) };
}

function filled(
  text: string,
  { fields }: Pick<RenderedEdition, 'fields'>,
  viewer: Viewer,
  write: (value: string) => string,
): string {
  if (fields.length === 0) return text;
  const recipient: MessageRecipient = { ...viewer, subscriberId: '', email: '', messageId: '', at: '' };
  const values = new Map(fields.map(({ marker, value }) => [marker, write(fieldValue(value, recipient))]));
  return text.replace(new RegExp([...values.keys()].join('|'), 'g'), (marker) => values.get(marker) ?? '');
}
