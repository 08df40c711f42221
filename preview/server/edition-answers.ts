import type { Edition } from '../../core/model/edition.ts';
import type { MessageRecipient } from '../../core/model/message.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import type { Run } from '../../core/model/run.ts';
import { deliveredBytes } from '../../core/stages/check.ts';
import { composeSingle } from '../../core/stages/compose-single.ts';
import { readEdition } from '../../core/stages/make-edition.ts';
import { createLinks } from '../../core/text/links.ts';
import { messageIdOf } from '../../core/text/message-id.ts';
import { localDateTime } from '../../core/time/calendar.ts';
import { editionId } from '../../core/time/edition-id.ts';
import type { EditionAnswer, EditionQuery, Fault, Recipient, ShownEdition, Theme, WhyAnswer } from '../view.ts';
import { displayHtml } from './display-html.ts';
import type { Made } from './edition-desk.ts';
import { instantOfDate } from './edition-list.ts';
import { type RecipientEdition, recipientEdition } from './recipient-html.ts';
import { newsletterIn, type Room } from './room.ts';

/** An edition that a query asks for, made or not. */
export interface Found {
  newsletter: Newsletter;
  id: string;
  at: string;
  run: Run | null;
  made: Made;
  /** What can be shown: what was made, what was sent, or the last good one. */
  shown: { edition: Edition; rendered: RenderedEdition } | null;
}

/**
 * Makes what a query asks for.
 *
 * @throws {PressrunError} `NEWSLETTER_UNKNOWN`, `EDITION_UNKNOWN`, `STORE_CORRUPT`.
 */
export async function findEdition(
  query: Pick<EditionQuery, 'newsletter' | 'date' | 'at' | 'asSent'>,
  room: Room,
): Promise<Found> {
  const newsletter = newsletterIn(room, query.newsletter);
  const known = await room.ports.runs.get(`${newsletter.slug}/${query.date}`);
  const at = query.at ?? instantOfDate(newsletter, query.date, known);
  const id = editionId(newsletter, at);
  const run = query.at === null ? known : await room.ports.runs.get(id);
  const made = await room.desk.make(newsletter, at);
  const revision = run?.revision ?? null;
  const sent = query.asSent && revision !== null ? await readEdition(id, revision, room.ports.archive) : null;
  const shown = sent ?? (made.kind === 'made' ? made : room.desk.lastGood(newsletter, at));
  return { newsletter, id, at, run, made, shown };
}

/** GET /api/edition */
export async function editionAnswer(query: EditionQuery, room: Room): Promise<EditionAnswer> {
  const { workspace } = room;
  const { newsletter, id, at, run, made, shown } = await findEdition(query, room);
  const fault: Fault | null = workspace.configFault ?? (made.kind === 'broken' ? made.fault : null);
  return {
    id,
    at,
    local: localDateTime(at, newsletter.timeZone),
    timeZone: newsletter.timeZone,
    generation: workspace.generation,
    edition: shown === null || made.kind === 'empty' ? null : await shownEdition(shown, newsletter, query, room),
    stale: made.kind === 'broken' && !query.asSent,
    empty: made.kind === 'empty' && !query.asSent ? { found: made.found, minimum: made.minimum } : null,
    fault: query.asSent ? null : fault,
    notices: workspace.notices(),
    run: run === null ? null : { state: run.state, updatedAt: run.updatedAt, revision: run.revision },
  };
}

async function shownEdition(
  { edition, rendered }: { edition: Edition; rendered: RenderedEdition },
  newsletter: Newsletter,
  query: EditionQuery,
  room: Room,
): Promise<ShownEdition> {
  const recipient = await recipientOf(query.recipient, rendered, room);
  const { subject, preheader, html } = filled(rendered, newsletter, edition.at, recipient, room);
  return {
    revision: rendered.revision,
    title: edition.newsletter.title,
    language: edition.language,
    direction: edition.direction,
    from: newsletter.from,
    subject,
    preheader,
    html: shownHtml(html, query.theme, query.pictures, room),
    bytes: deliveredBytes(rendered),
    articles: edition.sections.reduce((sum, { articles }) => sum + articles.length, 0),
    recipient,
  };
}

/** Whom a query's recipient is. */
export function recipientOf(id: string, rendered: RenderedEdition, room: Room): Promise<Recipient> {
  const names = rendered.fields.flatMap(({ value }) => (value.kind === 'attribute' ? [value.name] : []));
  return room.workspace.recipients.byId(id, names);
}

/** An edition as a recipient gets it. */
export function filled(
  rendered: RenderedEdition,
  newsletter: Newsletter,
  at: string,
  recipient: Recipient,
  { workspace: { publication }, ports: { tokens } }: Room,
): RecipientEdition {
  const { editionId: id } = rendered;
  const links = createLinks({ publication, tokens, newsletter: newsletter.slug, editionId: id, at: Date.parse(at) });
  const { email } = recipient;
  const values: MessageRecipient = {
    subscriberId: recipient.id,
    email,
    attributes: { ...recipient.attributes, email },
    links: links(recipient.id),
    messageId: messageIdOf(id, recipient.id),
    at,
  };
  return recipientEdition(rendered, values);
}

/** An edition's HTML as a browser shows it, with the site's pictures that lie on this machine. */
export function shownHtml(html: string, theme: Theme, pictures: boolean, { workspace: { site } }: Room): string {
  const local = (url: string) => {
    const path = site.pathOf(url);
    return path === null ? null : `/site${path}`;
  };
  return displayHtml(html, { theme, pictures, local });
}

/** The message that the mailer would get; null where there is no edition. */
export async function messageBytes(found: Found, recipientId: string, room: Room): Promise<Uint8Array | null> {
  if (found.shown === null) return null;
  const { edition, rendered } = found.shown;
  const { id, email, attributes } = await recipientOf(recipientId, rendered, room);
  const { publication } = room.workspace;
  const { tokens } = room.ports;
  const source = { publication, newsletter: found.newsletter, rendered, tokens, at: Date.parse(edition.at) };
  return composeSingle(source, { id, email, attributes }).message.bytes();
}

/** GET /api/why */
export function whyAnswer({ newsletter, made }: Found): WhyAnswer {
  const found = new Set(
    made.selection.flatMap(({ considered }) =>
      considered.filter(({ leftOut }) => leftOut === null).map(({ articleId }) => articleId),
    ),
  );
  return { minimum: newsletter.minimumArticles, found: found.size, sections: made.selection };
}
