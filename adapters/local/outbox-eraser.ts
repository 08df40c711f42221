import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Eraser } from '../../core/ports.ts';
import { messageIdOf } from '../../core/text/message-id.ts';

/** Folders whose messages are of no edition: they are told by whom they are to. */
const letterFolders = ['confirmations', 'test'];

/**
 * Removes a person's messages from the outbox, in every edition's folder and among the letters. Where they were sent is in the
 * ledger still, without their address.
 *
 * @param folder - `DATA/outbox`.
 */
export function createOutboxEraser(folder: string): Eraser {
  return {
    async erase({ subscriberId, email }) {
      let count = 0;
      for (const newsletter of await namesIn(folder)) {
        if (letterFolders.includes(newsletter)) {
          count += await eraseLetters(path.join(folder, newsletter), email);
          continue;
        }
        for (const date of await namesIn(path.join(folder, newsletter))) {
          const edition = path.join(folder, newsletter, date);
          const messageId = messageIdOf(`${newsletter}/${date}`, subscriberId);
          for (const name of await namesIn(edition)) {
            if (!name.startsWith(`${messageId}.`) && !name.startsWith(`.${messageId}.`)) continue;
            await rm(path.join(edition, name), { force: true });
            count += 1;
          }
        }
      }
      return { what: 'messages in the outbox', count };
    },
  };
}

async function eraseLetters(folder: string, email: string): Promise<number> {
  let count = 0;
  const to = `To: ${email.toLowerCase()}`;
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    const text = await readFile(file, 'latin1').catch(() => '');
    const headers = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
    if (!headers.some((line) => line.toLowerCase() === to.toLowerCase())) continue;
    await rm(file, { force: true });
    count += 1;
  }
  return count;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
