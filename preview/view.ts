import type { SectionSelection } from '../core/model/selection.ts';
import type { Finding } from '../core/stages/check.ts';

// What the server tells the page, and the page the server: types alone, and the few names both need.

/** How the edition's colours are shown. `gmail` and `outlook` invert them by force, as those apps do in their dark modes. */
export const themes = ['light', 'dark', 'gmail', 'outlook'] as const;
export type Theme = (typeof themes)[number];

/** Widths that editions are shown at, in CSS pixels: an iPhone, an iPad upright, a window of a mail program. */
export const deviceWidths = { phone: 375, tablet: 768, desktop: 1024 } as const;
export type Device = keyof typeof deviceWidths;

/** Which edition, as of when, for whom and how. */
export interface EditionQuery {
  newsletter: string;
  /** The part of the edition's id after the slash. */
  date: string;
  /** As of another instant than the edition's own. */
  at: string | null;
  recipient: string;
  theme: Theme;
  pictures: boolean;
  /** As it was frozen when it was sent, not as the articles and templates of now make it. */
  asSent: boolean;
}

/** GET /api/publication */
export interface PublicationAnswer {
  publication: string;
  /** The server's clock. */
  now: string;
  newsletters: NewsletterEntry[];
  /** Where the page begins: an edition that can be made, if there is any. */
  start: { newsletter: string; date: string; at: string | null };
  /** What is wrong with the config; what is shown is the last one that was good. */
  fault: Fault | null;
}

export interface NewsletterEntry {
  slug: string;
  title: string;
  description: string | null;
  language: string;
  direction: 'ltr' | 'rtl';
  timeZone: string;
  cron: string | null;
  mailer: 'outbox' | 'ses';
  editions: EditionEntry[];
}

export interface EditionEntry {
  date: string;
  at: string;
  /** `YYYY-MM-DD HH:MM` in the newsletter's time zone. */
  local: string;
  when: 'coming' | 'past';
  /** Of its run; null: it was never sent. */
  run: 'running' | 'stopped' | 'held' | 'finished' | 'failed' | null;
  /** Articles it would have, made from those there are. */
  articles: number;
  /** Whether that is enough. */
  enough: boolean;
}

/** GET /api/edition */
export interface EditionAnswer {
  id: string;
  at: string;
  local: string;
  timeZone: string;
  /** Counts up with every change of what editions are made from. */
  generation: number;
  /** Null where no edition was ever made of what there is. */
  edition: ShownEdition | null;
  /** Whether `edition` is the last good one, shown while there is a fault. */
  stale: boolean;
  empty: { found: number; minimum: number } | null;
  fault: Fault | null;
  /** Files that were passed over. */
  notices: Notice[];
  run: { state: string; updatedAt: string; revision: string | null } | null;
}

export interface ShownEdition {
  title: string;
  language: string;
  direction: 'ltr' | 'rtl';
  from: { name: string | null; address: string };
  subject: string;
  preheader: string;
  /** With the recipient's values, and the theme and pictures asked for. */
  html: string;
  /** Of the HTML after the longest merge. */
  bytes: number;
  articles: number;
  recipient: Recipient;
}

export interface Recipient {
  id: string;
  /** `sample`: no one. `file`: a row of the sample subscribers. `store`: a subscriber. */
  from: 'sample' | 'file' | 'store';
  name: string;
  email: string;
  locale: string | null;
  attributes: Readonly<Record<string, string>>;
}

/** GET /api/recipients */
export interface RecipientsAnswer {
  recipients: Recipient[];
  /** Where the rows of `file` come from. */
  file: string | null;
  /** Whether the search ended before it had seen everybody. */
  cut: boolean;
}

/** What stops an edition. */
export interface Fault {
  code: string;
  message: string;
  advice: string;
  places: FaultPlace[];
}

export interface FaultPlace {
  file: string;
  line: number | null;
  column: number | null;
  field: string;
  got: string;
  allowed: string;
  /** The lines around it. */
  lines: { number: number; text: string }[];
}

/** A file that could not be read, or was not taken. */
export interface Notice {
  file: string;
  message: string;
}

/** GET /api/checks */
export interface ChecksAnswer {
  generation: number;
  findings: Finding[];
  /** Bytes of the HTML after the longest merge, part by part. */
  weight: { title: string; bytes: number }[];
  limit: number;
}

/** GET /api/slow-checks */
export interface SlowChecksAnswer {
  findings: Finding[];
  skipped: { check: string; why: string }[];
}

/** GET /api/why */
export interface WhyAnswer {
  minimum: number;
  found: number;
  sections: SectionSelection[];
}

/** GET /api/source */
export interface SourceAnswer {
  headers: { name: string; value: string; explained: string }[];
  parts: { type: string; encoding: string; bytes: number }[];
  /** The message as it is handed to the mailer. */
  raw: string;
}

/** GET /api/outbox */
export interface OutboxAnswer {
  folder: string;
  boxes: { name: string; messages: number; updatedAt: string }[];
}

/** GET /api/outbox/messages */
export interface OutboxMessagesAnswer {
  messages: { file: string; to: string; subject: string; date: string }[];
  total: number;
}

/** GET /api/outbox/message */
export interface OutboxMessageAnswer extends SourceAnswer {
  from: string;
  to: string;
  subject: string;
  html: string | null;
  text: string | null;
}

/** What POST /api/test takes. */
export interface TestRequest {
  newsletter: string;
  date: string;
  at: string | null;
  address: string;
  /** Whose values the message has. */
  recipient: string;
}

export interface TestAnswer {
  state: string;
  detail: string | null;
  /** What took it, in words. */
  by: string;
}

/** What the server says unasked: the sources of editions changed. */
export interface ChangeEvent {
  generation: number;
  kinds: ('article' | 'template' | 'config' | 'recipients' | 'picture')[];
  names: string[];
}
