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
  /** Where links are counted: who follows them. */
  trackingToken?: string;
  /** Ours: from the edition and the subscriber. */
  messageId: string;
  /** For the Date header. */
  at: string;
}

/** Gives memory of at least `length` bytes, with anything in it. */
export type Allocate = (length: number) => Uint8Array;

/**
 * One composed email. Where the caller gives memory, the answer lies in it; else in fresh memory, the caller's own. A caller that sends
 * thousands and gives the same memory again and again spares the collector most of its work.
 */
export interface ComposedMessage {
  /** The message as RFC 5322 text, CRLF line ends, seven bits. */
  bytes(allocate?: Allocate): Uint8Array;
  /**
   * The same message in base64, percent-encoded as a value of `application/x-www-form-urlencoded`, with `prefix` (ASCII) before
   * it: a whole request body, made without making `bytes()` first. Only a shortcut; not every message has it.
   */
  formValue?(prefix: string, allocate?: Allocate): Uint8Array;
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
