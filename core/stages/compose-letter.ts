import type { RenderedLetter } from '../model/letter.ts';
import type { Mailbox } from '../model/mailbox.ts';
import type { ComposedMessage } from '../model/message.ts';
import { sha256 } from '../text/hash.ts';
import { headerAddress, headerDate, mailboxHeader, unstructuredHeader } from '../text/mime-header.ts';
import { encodeQuotedPrintable } from '../text/mime-quoted-printable.ts';

export interface LetterEnvelope {
  from: Mailbox;
  replyTo: Mailbox | null;
  /** Normalised. */
  to: string;
  messageId: string;
  /** For the Date header, in ISO 8601 UTC. */
  at: string;
}

/** Composes a letter as an edition's message is composed: multipart/alternative, quoted-printable, seven bits. */
export function composeLetter(letter: RenderedLetter, envelope: LetterEnvelope): ComposedMessage {
  const { from, replyTo, to, messageId, at } = envelope;
  // RFC 2045, 6.7: `=_` never occurs in quoted-printable, so the boundary cannot occur in a part.
  const boundary = `=_pressrun_${sha256(letter.html).slice(0, 32)}`;
  const domain = headerAddress(from.address).split('@').pop() ?? '';
  const part = (type: string, content: string) =>
    `--${boundary}\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${encodeQuotedPrintable(content)}\r\n`;
  const text = [
    mailboxHeader('From', from),
    replyTo === null ? '' : mailboxHeader('Reply-To', replyTo),
    `To: ${headerAddress(to)}\r\n`,
    unstructuredHeader('Subject', letter.subject),
    `Date: ${headerDate(at)}\r\n`,
    `Message-ID: <${messageId.replace(/[^A-Za-z0-9_-]/g, '_')}@${domain}>\r\n`,
    'MIME-Version: 1.0\r\n',
    // RFC 3834, 5: keeps vacation replies away.
    'Auto-Submitted: auto-generated\r\n',
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n\r\n`,
    part('plain', letter.text),
    part('html', letter.html),
    `--${boundary}--\r\n`,
  ].join('');
  return { bytes: () => new TextEncoder().encode(text) };
}
