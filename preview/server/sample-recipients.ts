import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { readSubscribers } from '../../adapters/import/subscribers-file.ts';
import { PressrunError } from '../../core/errors.ts';
import { normaliseAddress } from '../../core/model/mailbox.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import type { SubscriberStore } from '../../core/ports.ts';
import type { Notice, Recipient, RecipientsAnswer } from '../view.ts';

/** Where sample subscribers are looked for beside the config, the first that exists being taken. */
export const sampleFiles = ['subscribers.csv', 'examples/subscribers.csv'] as const;

/** Rows of the file that are read. */
const mostRows = 5_000;
/** Subscribers that one search looks at. */
const mostSearched = 50_000;

/** Someone of whom nothing is known: every merge field shows its default. */
export const nobody: Recipient = {
  id: 'sample',
  from: 'sample',
  name: 'A reader of whom nothing is known',
  email: 'reader@example.com',
  locale: null,
  attributes: {},
};

/** Someone whose every value is as long as a value can be. */
const longest: Recipient = { ...nobody, id: 'longest', name: 'A reader with the longest values' };

/** Whom an edition can be shown to: two who are nobody, the rows of a sample file, and the subscribers of the store. */
export class SampleRecipients {
  readonly #folder: string;
  readonly #store: Pick<SubscriberStore, 'all' | 'byId'>;
  #rows: Promise<Recipient[]> | null = null;
  #notice: Notice | null = null;

  /** @param folder - the config's. */
  constructor(folder: string, store: Pick<SubscriberStore, 'all' | 'byId'>) {
    this.#folder = folder;
    this.#store = store;
  }

  get file(): string | null {
    return sampleFiles.map((name) => path.join(this.#folder, name)).find((file) => existsSync(file)) ?? null;
  }

  get notice(): Notice | null {
    return this.#notice;
  }

  /** Forgets the rows; the file changed. */
  forget(): void {
    this.#rows = null;
    this.#notice = null;
  }

  /** @param attributes - names of the attributes that the edition shows. @returns `nobody` where there is no such recipient. */
  async byId(id: string, attributes: readonly string[]): Promise<Recipient> {
    if (id === longest.id) return { ...longest, attributes: longestValues(attributes) };
    if (id.startsWith('row-')) return (await this.#read()).find((row) => row.id === id) ?? nobody;
    if (id === nobody.id) return nobody;
    const subscriber = await this.#store.byId(id);
    return subscriber === null ? nobody : recipientOf(subscriber);
  }

  /** Those whose name, address, locale or values hold every word of `query`; rows first. */
  async search(query: string, limit: number): Promise<RecipientsAnswer> {
    const words = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const fits = (recipient: Recipient) => {
      const text = [
        recipient.id,
        recipient.name,
        recipient.email,
        recipient.locale,
        ...Object.values(recipient.attributes),
      ];
      const all = text.join(' ').toLowerCase();
      return words.every((word) => all.includes(word));
    };
    const found = [nobody, longest, ...(await this.#read())].filter(fits).slice(0, limit);
    let seen = 0;
    for await (const page of this.#store.all()) {
      if (found.length >= limit || seen >= mostSearched) break;
      seen += page.length;
      found.push(
        ...page
          .map(recipientOf)
          .filter(fits)
          .slice(0, limit - found.length),
      );
    }
    return { recipients: found, file: this.file, cut: found.length >= limit || seen >= mostSearched };
  }

  #read(): Promise<Recipient[]> {
    this.#rows ??= this.#readRows();
    return this.#rows;
  }

  async #readRows(): Promise<Recipient[]> {
    const { file } = this;
    if (file === null) return [];
    const found: Recipient[] = [];
    try {
      for await (const { rows } of readSubscribers(createReadStream(file), '', { file })) {
        for (const { line, email: written, attributes, locale } of rows) {
          const email = normaliseAddress(written);
          if (email === null) continue;
          found.push({ id: `row-${line}`, from: 'file', name: nameOf(attributes, email), email, locale, attributes });
        }
        if (found.length >= mostRows) break;
      }
    } catch (error) {
      const message = error instanceof PressrunError ? error.message : String(error);
      this.#notice = { file, message };
    }
    return found.slice(0, mostRows);
  }
}

function recipientOf({ id, email, attributes, locale }: Subscriber): Recipient {
  return { id, from: 'store', name: nameOf(attributes, email), email, locale, attributes };
}

/** What a list shows: a name where the columns have one. */
function nameOf(attributes: Readonly<Record<string, string>>, email: string): string {
  const byKey = new Map(
    Object.entries(attributes).map(([key, value]) => [key.toLowerCase().replace(/[^a-z]/g, ''), value]),
  );
  const whole = byKey.get('name') ?? byKey.get('fullname');
  const parts = [byKey.get('firstname') ?? byKey.get('fname'), byKey.get('lastname') ?? byKey.get('lname')];
  return whole ?? (parts.filter((part) => part !== undefined && part !== '').join(' ') || email);
}

/** Two hundred characters, the most that a message shows of a value. */
function longestValues(names: readonly string[]): Record<string, string> {
  const words = 'Wolfeschlegelsteinhausenbergerdorff of the long name and the many titles ';
  return Object.fromEntries(names.map((name) => [name, words.repeat(3).slice(0, 200)]));
}
