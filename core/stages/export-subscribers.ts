import type { Subscriber } from '../model/subscriber.ts';
import type { SubscriberStore } from '../ports.ts';
import { guardedCell } from '../text/spreadsheet.ts';

export interface ExportRequest {
  format: 'csv' | 'json';
  /** Only those with a standing in it, and that standing alone; null: everyone, with all their standings. */
  newsletter: string | null;
}

/**
 * Everyone, as text in pieces. CSV (RFC 4180) has a column an attribute and is safe to open in a spreadsheet; JSON is a list with an object a
 * line. Both can be imported again.
 */
export async function* exportSubscribers(
  request: ExportRequest,
  { subscribers }: { subscribers: Pick<SubscriberStore, 'all'> },
): AsyncGenerator<string> {
  yield* request.format === 'csv' ? csv(request.newsletter, subscribers) : json(request.newsletter, subscribers);
}

async function* json(newsletter: string | null, store: Pick<SubscriberStore, 'all'>): AsyncGenerator<string> {
  let first = true;
  yield '[';
  for await (const page of store.all()) {
    let text = '';
    for (const subscriber of page) {
      if (newsletter !== null && standing(subscriber, newsletter) === undefined) continue;
      text += `${first ? '' : ','}\n${JSON.stringify(subscriber)}`;
      first = false;
    }
    yield text;
  }
  yield '\n]\n';
}

const columns = ['id', 'email', 'status', 'locale', 'timeZone', 'joinedAt', 'consentSource'] as const;

async function* csv(newsletter: string | null, store: Pick<SubscriberStore, 'all'>): AsyncGenerator<string> {
  const attributes = new Set<string>();
  for await (const page of store.all()) {
    for (const subscriber of page) for (const name of Object.keys(subscriber.attributes)) attributes.add(name);
  }
  const names = [...attributes].sort();
  yield line([...columns, ...names]);
  for await (const page of store.all()) {
    let text = '';
    for (const subscriber of page) {
      const held = newsletter === null ? null : standing(subscriber, newsletter);
      if (held === undefined) continue;
      const { id, email, newsletters, locale, timeZone, consent, createdAt } = subscriber;
      const status = held?.status ?? newsletters.map(({ slug, status: each }) => `${slug}: ${each}`).join(', ');
      const joinedAt = held?.since ?? createdAt;
      const cells = [id, email, status, locale ?? '', timeZone ?? '', joinedAt, consent?.source ?? ''];
      text += line([...cells, ...names.map((name) => attributeOf(subscriber, name))]);
    }
    yield text;
  }
}

/** A column may be called like something every object has. */
function attributeOf({ attributes }: Subscriber, name: string): string {
  return Object.hasOwn(attributes, name) ? (attributes[name] ?? '') : '';
}

function standing({ newsletters }: Subscriber, newsletter: string) {
  return newsletters.find(({ slug }) => slug === newsletter);
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string): string {
  const guarded = guardedCell(value);
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
