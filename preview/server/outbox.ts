import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import PostalMime from 'postal-mime';
import type { OutboxAnswer, OutboxMessageAnswer, OutboxMessagesAnswer } from '../view.ts';
import { messageSource } from './message-source.ts';

/** Messages that a list shows, and files that a search looks into. */
const most = { shown: 60, searched: 5_000 };
/** The headers stand within this. */
const headBytes = 4_096;

/** The messages that this machine's outbox holds, read as mail programs read them. */
export class Outbox {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Its folders with messages in them, the latest first: an edition's each, and those of tests and confirmations. */
  async boxes(): Promise<OutboxAnswer> {
    const outer = await foldersIn(this.#folder);
    const names = await Promise.all(
      outer.map(async (name) => {
        const inner = await foldersIn(path.join(this.#folder, name));
        return [name, ...inner.map((one) => `${name}/${one}`)];
      }),
    );
    const boxes = await Promise.all(
      names.flat().map(async (name) => {
        const folder = path.join(this.#folder, name);
        const [files, { mtime }] = await Promise.all([messagesIn(folder), stat(folder)]);
        return { name, messages: files.length, updatedAt: mtime.toISOString() };
      }),
    );
    const filled = boxes.filter(({ messages }) => messages > 0);
    return { folder: this.#folder, boxes: filled.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1)) };
  }

  /** Messages of a box, as an inbox lists them; with `query`, those to an address or of a subject that holds it. */
  async messages(box: string, query: string): Promise<OutboxMessagesAnswer> {
    const folder = this.#inside(box, /^[\w-]+(?:\/[\w-]+)?$/);
    if (folder === null) return { messages: [], total: 0 };
    const files = (await messagesIn(folder)).sort();
    const wanted = query.trim().toLowerCase();
    const messages: OutboxMessagesAnswer['messages'] = [];
    for (const file of files.slice(0, wanted === '' ? most.shown : most.searched)) {
      const line = await inboxLine(path.join(folder, file));
      if (line === null || !`${line.to} ${line.subject}`.toLowerCase().includes(wanted)) continue;
      messages.push({ file, ...line });
      if (messages.length >= most.shown) break;
    }
    return { messages, total: files.length };
  }

  /** One message; null where there is none of that name. */
  async message(file: string): Promise<OutboxMessageAnswer | null> {
    const found = this.#inside(file, /^[\w-]+(?:\/[\w-]+)?\/[\w.-]+\.eml$/);
    const bytes = found === null ? null : await readFile(found).catch(() => null);
    if (bytes === null) return null;
    const parsed = await PostalMime.parse(bytes);
    return {
      ...messageSource(bytes.toString('utf8')),
      from: addressText(parsed.from),
      to: (parsed.to ?? []).map(addressText).join(', '),
      subject: parsed.subject ?? '',
      html: parsed.html ?? null,
      text: parsed.text ?? null,
    };
  }

  /** The absolute path of a name that leads nowhere else. */
  #inside(name: string, form: RegExp): string | null {
    return form.test(name) && !name.split('/').includes('..') ? path.join(this.#folder, name) : null;
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
}

async function messagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.eml'));
}

async function inboxLine(file: string): Promise<{ to: string; subject: string; date: string } | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head =
      buffer
        .subarray(0, bytesRead)
        .toString('latin1')
        .split(/\r?\n\r?\n/)[0] ?? '';
    const { to, subject, date } = await PostalMime.parse(`${head}\r\n\r\n`);
    return {
      to: (to ?? []).map(({ address = '' }) => address).join(', '),
      subject: subject ?? '',
      date: date === undefined ? '' : date.slice(0, 16).replace('T', ' '),
    };
  } finally {
    await handle.close();
  }
}

function addressText(address: { name?: string; address?: string | undefined } | undefined): string {
  const { name = '', address: mailbox = '' } = address ?? {};
  return name === '' || name === mailbox ? mailbox : `${name} <${mailbox}>`;
}
