import { afterEach, describe, expect, test } from '@jest/globals';
import type { OutgoingMessage } from '../../core/model/message.ts';
import type { Mailer } from '../../core/ports.ts';

/** A mailer under test, and what its provider took. */
export interface MailerUnderTest {
  mailer: Mailer;
  /** The messages taken, byte for byte, in any order. */
  accepted(): Promise<readonly Uint8Array[]>;
  close(): Promise<void>;
}

/** Seven bits, CRLF, with what transports are known to change: dots, `From `, long lines, trailing space. */
const difficultMessage = [
  'From: brief@news.example.org',
  'To: ann@example.com',
  'Subject: =?UTF-8?Q?Caf=C3=A9?=',
  '',
  '.',
  '..two',
  'From here',
  'a + b / c = d & e %2B',
  'space at the end ',
  'x'.repeat(900),
  '',
  '',
].join('\r\n');

export function outgoing(number: number, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    editionId: 'world-brief/2026-11-23',
    newsletter: 'world-brief',
    subscriberId: `subscriber-${number}`,
    messageId: number.toString(16).padStart(32, '0'),
    attemptId: `attempt_${number}-A`,
    from: 'brief@news.example.org',
    to: 'ann@example.com',
    message: { bytes: () => Buffer.from(difficultMessage.replace('Subject: ', `Subject: ${number} `)) },
    ...changes,
  };
}

/** What every mailer promises. `create` gives one that has sent nothing. */
export function mailerContract(name: string, create: () => Promise<MailerUnderTest>): void {
  describe(`mailer: ${name}`, () => {
    let made: MailerUnderTest | null = null;
    const start = async () => {
      made = await create();
      return made;
    };

    afterEach(async () => {
      await made?.close();
      made = null;
    });

    test('hands a message over byte for byte, and says that it was accepted', async () => {
      const { mailer, accepted } = await start();
      const message = outgoing(1);
      expect(await mailer.send(message)).toEqual({
        kind: 'response',
        status: 200,
        providerMessageId: expect.stringMatching(/./),
        code: null,
        detail: null,
      });
      const taken = await accepted();
      expect(taken).toHaveLength(1);
      expect(Buffer.from(taken[0] ?? [])).toEqual(Buffer.from(message.message.bytes()));
    });

    test('one call is one message, however many are under way', async () => {
      const { mailer, accepted } = await start();
      const answers = await Promise.all(Array.from({ length: 200 }, (_, number) => mailer.send(outgoing(number))));
      const ids = answers.map((answer) => (answer.kind === 'response' ? answer.providerMessageId : null));
      expect(new Set(ids).size).toBe(200);
      const subjects = (await accepted()).map((bytes) => /^Subject: (\d+)/m.exec(Buffer.from(bytes).toString())?.[1]);
      expect(subjects.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, number) => number));
    });

    test('a second attempt for one recipient is a second message, never hidden by the first', async () => {
      const { mailer, accepted } = await start();
      await mailer.send(outgoing(1));
      await mailer.send(outgoing(1, { attemptId: 'attempt_1-B' }));
      expect(await accepted()).toHaveLength(2);
    });

    test('never rejects, and takes nothing, when the message cannot be had', async () => {
      const { mailer, accepted } = await start();
      const bytes = () => {
        throw new Error('no message');
      };
      expect((await mailer.send(outgoing(1, { message: { bytes } }))).kind).not.toBe('response');
      expect(await accepted()).toHaveLength(0);
    });

    test('says what may be sent', async () => {
      const { mailer } = await start();
      const { maxPerSecond, remaining } = await mailer.quota();
      for (const limit of [maxPerSecond, remaining]) expect(limit === null || limit >= 0).toBe(true);
    });

    test('evidence of an attempt is never wrong', async () => {
      const { mailer } = await start();
      const { evidence } = mailer;
      if (evidence === undefined) return;
      await mailer.send(outgoing(1));
      expect(['accepted', 'unknown']).toContain(await mailer.evidence?.(outgoing(1)));
      expect(['refused', 'unknown']).toContain(await mailer.evidence?.(outgoing(2)));
    });
  });
}
