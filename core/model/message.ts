import type { ReaderLink } from './rendered-edition.ts';

/** What `compose` needs of one recipient. */
export interface MessageRecipient {
  subscriberId: string;
  /** Normalised. */
  email: string;
  attributes: Readonly<Record<string, string>>;
  links: Readonly<Record<ReaderLink, string>>;
  /** Ours: from the edition and the subscriber. */
  messageId: string;
  /** For the Date header. */
  at: string;
}

/** One composed email. */
export interface ComposedMessage {
  /** The message as RFC 5322 text, CRLF line ends, seven bits. */
  bytes(): Uint8Array;
}

/** A message on its way to one recipient. */
export interface OutgoingMessage {
  editionId: string;
  newsletter: string;
  subscriberId: string;
  messageId: string;
  attemptId: string;
  /** Envelope sender: the newsletter's From address. */
  from: string;
  /** Envelope recipient. */
  to: string;
  message: ComposedMessage;
}
