import type { Mailbox } from './mailbox.ts';
import type { ReaderLink } from './rendered-edition.ts';

/** What all messages of an edition share beside the rendered edition itself. */
export interface MessageEnvelope {
  from: Mailbox;
  replyTo: Mailbox | null;
  newsletter: { slug: string; title: string };
  /** The publication's host, such as `news.example.org`: List-Id is `<slug>.<host>`. */
  host: string;
}

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
  /** The message as RFC 5322 text, CRLF line ends, seven bits. Fresh memory, the caller's own. */
  bytes(): Uint8Array;
  /**
   * The same message in base64, percent-encoded as a value of `application/x-www-form-urlencoded`, with `prefix` (ASCII) before
   * it: a whole request body, made without making `bytes()` first. Only a shortcut; not every message has it.
   */
  formValue?(prefix: string): Uint8Array;
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
