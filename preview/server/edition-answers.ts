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
import type { MadeHtml, MadeWhole } from './edition-desk.ts';
import { type RecipientEdition, recipientEdition } from './recipient-html.ts';
import { newsletterIn, type Room } from './room.ts';

/** What there is to read of an edition. */
type Readable = Pick<RenderedEdition, 'subject' | 'preheader' | 'html' | 'fields'>;

/** An edition that a query asks for. */
interface Asked {
  newsletter: Newsletter;
  id: string;
  at: string;
  run: Run | null;
}

/** The same, made or not. */
export interface Found extends Asked {
  made: MadeWhole;
  /** What can be shown: what was made, what was sent, or the last good one. */
  shown: { edition: Edition; rendered: RenderedEdition } | null;
}

type Query = Pick<EditionQuery, 'newsletter' | 'date' | 'at' | 'asSent'>;

async function asked(query: Query, room: Room): Promise<Asked> {
  const newsletter = newsletterIn(room, query.newsletter);
  const known = await room.ports.runs.get(`${newsletter.slug}/${query.date}`);
  const at = query.at ?? room.desk.instantOf(newsletter, query.date, known);
  const id = editionId(newsletter, at);
  const run = query.at === null ? known : await room.ports.runs.get(id);
  return { newsletter, id, at, run };
}

/**
 * Makes what a query asks for.
 *
 * @throws {PressrunError} `NEWSLETTER_UNKNOWN`, `EDITION_UNKNOWN`, `STORE_CORRUPT`.
 */
export async function findEdition(query: Query, room: Room): Promise<Found> {
  const found = await asked(query, room);
  const { newsletter, at } = found;
  const made = await room.desk.whole(newsletter, at);
  const sent = await asSent(query, found, room);
  const shown = sent ?? (made.kind === 'made' ? made : await lastGood(newsletter, at, room));
  return { ...found, made, shown };
}

async function asSent(query: Query, { id, run }: Asked, { ports }: Room): Promise<Found['shown']> {
  const revision = run?.revision ?? null;
  return query.asSent && revision !== null ? readEdition(id, revision, ports.archive) : null;
}

/** The HTML may be good where the text part is not. */
async function lastGood(newsletter: Newsletter, at: string, { desk }: Room): Promise<Found['shown']> {
  const good = desk.lastGood(newsletter, at);
  const rendered = (await good?.rendered.complete().catch(() => null)) ?? null;
  return good === null || rendered === null ? null : { edition: good.edition, rendered };
}

/** GET /api/edition: the edition as its recipient reads it, and all that is wrong with it. */
export async function editionAnswer(query: EditionQuery, room: Room): Promise<EditionAnswer> {
  const found = await asked(query, room);
  const made = await room.desk.whole(found.newsletter, found.at);
  return answerOf(query, found, made, room);
}

/** The same, as soon as the HTML is made: a fault of the text part is not known yet. */
export async function htmlAnswer(query: EditionQuery, room: Room): Promise<EditionAnswer> {
  const found = await asked(query, room);
  const made = await room.desk.html(found.newsletter, found.at);
  return answerOf(query, found, made, room);
}

async function answerOf(
  query: EditionQuery,
  found: Asked,
  made: MadeHtml | MadeWhole,
  room: Room,
): Promise<EditionAnswer> {
  const { workspace, desk } = room;
  const { newsletter, id, at, run } = found;
  const fault: Fault | null = workspace.configFault ?? (made.kind === 'broken' ? made.fault : null);
  const live = made.kind === 'made' ? made : made.kind === 'broken' ? desk.lastGood(newsletter, at) : null;
  const shown = (await asSent(query, found, room)) ?? live;
  return {
    id,
    at,
    local: localDateTime(at, newsletter.timeZone),
    timeZone: newsletter.timeZone,
    generation: workspace.generation,
    edition: shown === null ? null : await shownEdition(shown, newsletter, query, room),
    stale: made.kind === 'broken' && !query.asSent,
    empty: made.kind === 'empty' && !query.asSent ? { found: made.found, minimum: made.minimum } : null,
    fault: query.asSent ? null : fault,
    notices: workspace.notices(),
    run: run === null ? null : { state: run.state, updatedAt: run.updatedAt, revision: run.revision },
  };
}

async function shownEdition(
  shown: { edition: Edition; rendered: Readable },
  newsletter: Newsletter,
  query: EditionQuery,
  room: Room,
): Promise<ShownEdition> {
  const { edition, rendered } = shown;
  const recipient = await recipientOf(query.recipient, rendered, room);
  const { subject, preheader, html } = filled(shown, newsletter, recipient, room);
  return {
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
export function recipientOf(id: string, rendered: Pick<Readable, 'fields'>, room: Room): Promise<Recipient> {
  const names = rendered.fields.flatMap(({ value }) => (value.kind === 'attribute' ? [value.name] : []));
  return room.workspace.recipients.byId(id, names);
}

/** An edition as a recipient gets it; without a text part where none is rendered yet. */
export function filled(
  { edition, rendered }: { edition: Edition; rendered: Readable & { text?: string } },
  newsletter: Newsletter,
  recipient: Recipient,
  { workspace: { publication }, ports: { tokens } }: Room,
): RecipientEdition {
  const { id, at } = edition;
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
