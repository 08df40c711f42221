import type { Publication } from '../model/config.ts';
import type { Letter } from '../model/letter.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { Clock, Ids, Limits, Mailer, SubscriberStore, TemplateSource } from '../ports.ts';
import { addressHash, newsletterKey } from '../text/hash.ts';
import { readersBase } from '../text/links.ts';
import { type ReaderWords, readerWords } from '../text/reader-words.ts';
import { expiryDay, type TokenPurpose, type Tokens } from '../text/token.ts';
import { composeLetter } from './compose-letter.ts';
import { outcomeOf } from './outcome-of.ts';
import { renderLetter } from './render-letter.ts';

export interface LetterPorts {
  subscribers: Pick<SubscriberStore, 'suppressionsOf'>;
  /** What a newsletter's editions go through; its letters go the same way. */
  mailer(newsletter: Newsletter): Pick<Mailer, 'send'>;
  templates: TemplateSource;
  tokens: Tokens;
  limits: Limits;
  clock: Pick<Clock, 'now'>;
  ids: Ids;
}

/** A letter's matter. */
export type LetterKind = 'confirm' | 'known' | 'preferences' | 'account';

export interface LetterRequest {
  kind: LetterKind;
  publication: Publication;
  to: Pick<Subscriber, 'id' | 'email' | 'locale'>;
  /** What it is about; the first one is the sender. */
  newsletters: readonly [Newsletter, ...Newsletter[]];
  /** Languages to speak, after the reader's own. */
  languages: readonly string[];
}

/** Days that a letter's link holds. */
const validDays: Record<LetterKind, number> = { confirm: 7, known: 7, preferences: 7, account: 1 };
const purposes: Record<LetterKind, TokenPurpose & ('confirm' | 'preferences' | 'account')> = {
  confirm: 'confirm',
  known: 'preferences',
  preferences: 'preferences',
  account: 'account',
};

/** As a folder of the outbox, and as the tag of SES. */
export const lettersId = 'confirmations';

const hourSeconds = 3600;

/**
 * Sends a letter, unless the address is suppressed or has had its share: three an hour and eight a day, whoever asked for them.
 * Somebody who left everything may still be written to when they ask for it.
 *
 * @returns false when the mailer did not take it; a letter that is held back counts as sent, so that nobody learns which.
 */
export async function sendLetter(request: LetterRequest, ports: LetterPorts): Promise<boolean> {
  const { kind, to, newsletters, publication } = request;
  const hash = addressHash(to.email);
  const bar = (await ports.subscribers.suppressionsOf([hash])).get(hash);
  if (bar !== undefined && bar.reason !== 'unsubscribe') return true;
  const mayGo =
    (await ports.limits.take(`letter:${hash}`, 3, hourSeconds)) &&
    (await ports.limits.take(`letters:${hash}`, 8, 24 * hourSeconds));
  if (!mayGo) return true;
  const now = ports.clock.now();
  const [{ from, replyTo, slug, language }] = newsletters;
  const words = readerWords([to.locale, ...request.languages, language, publication.language]);
  const token = ports.tokens.sign({
    purpose: purposes[kind],
    subscriberId: to.id,
    newsletters: newsletters.map((newsletter) => newsletterKey(newsletter.slug)),
    edition: null,
    expiresOnDay: expiryDay(now, validDays[kind]),
  });
  const url = `${readersBase(publication)}/${purposes[kind]}/${token}`;
  const messageId = ports.ids.next();
  const at = new Date(now).toISOString();
  const rendered = await renderLetter(letterOf(request, words, url), ports.templates);
  const answer = await ports.mailer(newsletters[0]).send({
    editionId: lettersId,
    newsletter: slug,
    subscriberId: to.id,
    messageId,
    attemptId: ports.ids.next(),
    from: from.address,
    to: to.email,
    message: composeLetter(rendered, { from, replyTo, to: to.email, messageId, at }),
  });
  const { state } = outcomeOf(answer, { from: from.address, to: to.email });
  return state === 'accepted' || state === 'uncertain';
}

function letterOf({ kind, newsletters, publication }: LetterRequest, words: ReaderWords, url: string): Letter {
  const values = { newsletter: words.list(newsletters.map(({ title }) => title)) };
  const { name, postalAddress } = publication;
  const matter = {
    confirm: ['letterConfirm', 'letterConfirmText', 'confirmButton'],
    known: ['letterKnown', 'letterKnownText', 'preferences'],
    preferences: ['letterPreferences', 'letterPreferencesText', 'preferences'],
    account: ['letterAccount', 'letterAccountText', 'yourData'],
  } as const;
  const [title, text, button] = matter[kind];
  return {
    language: words.language,
    publication: { name, postalAddress },
    title: words.say(title, values),
    text: words.say(text, values),
    button: words.say(button),
    url,
    why: words.say('letterWhy', { publication: name }),
  };
}
