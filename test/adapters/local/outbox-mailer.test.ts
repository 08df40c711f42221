import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createOutboxMailer } from '../../../adapters/local/outbox-mailer.ts';
import { outcomeOf } from '../../../core/stages/outcome-of.ts';
import { mailerContract, outgoing } from '../../contracts/mailer.ts';
import { temporaryFolder } from '../../temporary.ts';

const edition = 'world-brief/2026-11-23';

mailerContract('outbox', async () => {
  const folder = await temporaryFolder();
  return {
    mailer: createOutboxMailer(folder),
    async accepted() {
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const messages = files.filter((file) => file.isFile() && file.name.endsWith('.eml'));
      return Promise.all(messages.map((file) => readFile(path.join(file.parentPath, file.name))));
    },
    close: async () => {},
  };
});

describe('outbox mailer', () => {
  const query = {
    editionId: edition,
    subscriberId: 'subscriber-1',
    messageId: outgoing(1).messageId,
    attemptId: outgoing(1).attemptId,
  };

  test('names the file after message and attempt, and leaves nothing half written', async () => {
    const folder = await temporaryFolder();
    await createOutboxMailer(folder).send(outgoing(1));
    expect(await readdir(path.join(folder, edition))).toEqual([`${query.messageId}.${query.attemptId}.eml`]);
  });

  test('a second attempt has a file of its own, and no file is written over', async () => {
    const folder = await temporaryFolder();
    const mailer = createOutboxMailer(folder);
    await mailer.send(outgoing(1));
    await mailer.send(outgoing(1, { attemptId: 'second' }));
    expect(await readdir(path.join(folder, edition))).toHaveLength(2);
  });

  test('a file is proof, no file is proof of the opposite', async () => {
    const folder = await temporaryFolder();
    const mailer = createOutboxMailer(folder);
    expect(await mailer.evidence?.(query)).toBe('refused');
    await mailer.send(outgoing(1));
    expect(await mailer.evidence?.(query)).toBe('accepted');
    expect(await mailer.evidence?.({ ...query, attemptId: 'other' })).toBe('refused');
  });

  test('what a killed process left half written is no proof, and is cleared away', async () => {
    const folder = await temporaryFolder();
    const half = path.join(folder, edition, `.${query.messageId}.${query.attemptId}.part`);
    await mkdir(path.dirname(half), { recursive: true });
    await writeFile(half, 'From: br');
    expect(await createOutboxMailer(folder).evidence?.(query)).toBe('refused');
    expect(await readdir(path.dirname(half))).toEqual([]);
  });

  test('a folder that cannot be made means that nothing was taken, nor would be: the run holds, and names it', async () => {
    const folder = path.join(await temporaryFolder(), 'file');
    await writeFile(folder, '');
    const mailer = createOutboxMailer(folder);
    const answer = await mailer.send(outgoing(1));
    expect(answer).toMatchObject({
      kind: 'response',
      status: 400,
      detail: `the folder ${path.join(folder, edition)} cannot be written: ENOTDIR`,
    });
    expect(outcomeOf(answer, { from: 'brief@news.example.org', to: 'ann@example.com' })).toMatchObject({
      state: 'deferred',
      hold: 'refused-by-provider',
    });
    expect(await mailer.evidence?.(query)).toBe('refused');
  });

  test('many at once are all there when they are answered', async () => {
    const folder = await temporaryFolder();
    const mailer = createOutboxMailer(folder);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => mailer.send(outgoing(index))));
    expect(answers.every((answer) => answer.kind === 'response')).toBe(true);
    expect(await readdir(path.join(folder, edition))).toHaveLength(100);
  });
});
