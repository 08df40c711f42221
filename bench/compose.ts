import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import type { MessageRecipient } from '../core/model/message.ts';
import { compileMessagePlan, composeMessage } from '../core/stages/compose.ts';
import { type BenchResult, compare, peakRssMb, rounded } from './measure.ts';
import { envelope, fields, sampleEdition, sampleRecipients } from './sample-edition.ts';

/**
 * Composing alone, on one core: the plan against nodemailer's MailComposer, which gets the same parts and makes a message of the same
 * content; and against a bare Buffer.concat of the plan's own pieces, below which nothing that copies can go.
 */
export async function run(): Promise<BenchResult> {
  const edition = sampleEdition();
  const recipients = sampleRecipients(1_000);
  const plan = compileMessagePlan(edition, envelope);
  const reference = mailComposerOf();
  const at = (index: number) => recipients[index % recipients.length] as MessageRecipient;

  for (const recipient of recipients.slice(0, 20)) {
    const [ours, theirs] = [composeMessage(plan, recipient).bytes(), await reference(recipient)];
    assert.ok(isDeepStrictEqual(await contentOf(ours), await contentOf(theirs)), 'both say the same');
  }

  const values = plan.slots.map((slot) => Buffer.alloc(slot < 2 ? 200 : 80, 'x'));
  const pieces = plan.pieces.flatMap((piece, index) => [piece.bytes, ...values.slice(index, index + 1)]);
  let bytes = 0;
  const memory = Buffer.alloc(1 << 20);
  const lend = () => memory;
  const rates = await compare({
    plan: (count) => {
      for (let index = 0; index < count; index++) bytes += composeMessage(plan, at(index)).bytes(lend).length;
    },
    planInFreshMemory: (count) => {
      for (let index = 0; index < count; index++) bytes += composeMessage(plan, at(index)).bytes().length;
    },
    mailComposer: async (count) => {
      for (let index = 0; index < count; index++) bytes += (await reference(at(index))).length;
    },
    concat: (count) => {
      for (let index = 0; index < count; index++) bytes += Buffer.concat(pieces).length;
    },
    formValue: (count) => {
      for (let index = 0; index < count; index++)
        bytes += composeMessage(plan, at(index)).formValue?.('', lend).length ?? 0;
    },
  });
  assert.ok(bytes > 0);
  return {
    name: 'compose',
    figure: rounded(rates.plan),
    unit: 'messages a CPU second',
    baseline: rounded(rates.mailComposer),
    ratio: rounded(rates.plan / rates.mailComposer),
    peakRssMb: peakRssMb(),
    extra: {
      'bare Buffer.concat of the same pieces, a CPU second': rounded(rates.concat),
      'of a bare Buffer.concat': rounded(rates.plan / rates.concat),
      'in fresh memory each time': rounded(rates.planInFreshMemory),
      'in fresh memory, times MailComposer': rounded(rates.planInFreshMemory / rates.mailComposer),
      'encoded for SES, a CPU second': rounded(rates.formValue),
      'bytes of HTML': Buffer.byteLength(edition.html),
      'bytes a message': composeMessage(plan, at(0)).bytes().length,
    },
  };
}

/** nodemailer at its best: the parts cut at their markers once, joined for each recipient. */
export function mailComposerOf(): (recipient: MessageRecipient) => Promise<Buffer> {
  const edition = sampleEdition();
  const fill = (template: string, write: (value: string) => string) => {
    const parts = template.split(new RegExp(`(${fields.map(({ marker }) => marker).join('|')})`));
    const slots = new Map(fields.map(({ marker, value }) => [marker, value]));
    return (recipient: MessageRecipient) =>
      parts
        .map((part, index) => {
          const field = index % 2 === 1 ? slots.get(part) : undefined;
          if (field === undefined) return part;
          const value =
            field.kind === 'link'
              ? recipient.links[field.link]
              : field.kind === 'attribute'
                ? recipient.attributes[field.name]
                : '';
          return write(value ?? '');
        })
        .join('');
  };
  const [subject, text] = [fill(edition.subject, (value) => value), fill(edition.text, (value) => value)];
  const html = fill(edition.html, (value) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;'));
  return (recipient) =>
    new MailComposer({
      from: { name: envelope.from.name ?? '', address: envelope.from.address },
      replyTo: envelope.replyTo?.address ?? '',
      to: recipient.email,
      subject: subject(recipient),
      date: new Date(recipient.at),
      messageId: `<${recipient.messageId}@news.example.org>`,
      text: text(recipient),
      html: html(recipient),
      textEncoding: 'quoted-printable',
      headers: {
        'List-Id': 'World Brief <world-brief.news.example.org>',
        'List-Unsubscribe': { prepared: true, value: `<${recipient.links.unsubscribe}>` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
    })
      .compile()
      .build();
}

async function contentOf(message: Uint8Array): Promise<unknown> {
  const { headers, from, to, replyTo, subject, messageId, date, text, html } = await PostalMime.parse(message);
  const values = Object.fromEntries(headers.map(({ key, value }) => [key, value]));
  return {
    ...{ from, to, replyTo, subject, messageId, date, text, html },
    list: [values['list-id'], values['list-unsubscribe'], values['list-unsubscribe-post'], values['auto-submitted']],
  };
}
