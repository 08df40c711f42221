import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import type { MessageEnvelope, MessageRecipient } from '../../../core/model/message.ts';
import { type ComposableEdition, compileMessagePlan, composeMessage } from '../../../core/stages/compose.ts';

interface Trial {
  edition: ComposableEdition;
  envelope: MessageEnvelope;
  recipient: MessageRecipient;
  /** The parts as a plain reading of the rules fills them. */
  filled: { subject: string; html: string; text: string };
}

/** Text or the number of a field. */
type Template = (string | number)[];

const names = ['first_name', 'Étage', 'a b', 'city', 'constructor', '0'];
const nonce = 'm0a1b2c3d4e5f';

const difficult = fc.constantFrom(
  ...['\n', '\r\n', ' ', '  \n', '\t', '.', '\n.', '=', '=3D', '\nFrom x', '--=_pressrun_', '&', '<b>', '"', "'", ','],
  ...['é', '日本', 'שלום', '😀', '👩‍👩‍👧', '\u0000', '\u007f', '\u0085', '\u2028', '\ufeff', '\ud800', '=?UTF-8?Q?x'],
  ...[
    'w'.repeat(75),
    'w'.repeat(76),
    'w'.repeat(77),
    'é'.repeat(13),
    ' word word word word word word',
    '{{ x }}',
    '$&',
  ],
);
const word = fc.oneof(difficult, fc.string({ unit: 'grapheme', maxLength: 8 }), fc.string({ maxLength: 90 }));
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(''));
// MailComposer leaves an empty part out.
const part: fc.Arbitrary<Template> = fc
  .array(fc.oneof(text, fc.nat({ max: 8 })), { maxLength: 7 })
  .map((t) => ['A', ...t]);
const template: fc.Arbitrary<Template> = fc.array(fc.oneof(text, fc.nat({ max: 8 })), { maxLength: 7 });
const mailbox = fc.record({
  name: fc.option(text.map(oneLine)),
  address: fc.constantFrom('brief@news.example.org', `${'a'.repeat(60)}@example.com`),
});

const trial: fc.Arbitrary<Trial> = fc
  .record({
    subject: template,
    html: part,
    text: part,
    defaults: fc.array(fc.constantFrom('', 'reader', ' dear é '), { minLength: 6, maxLength: 6 }),
    attributes: fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(text, fc.string({ unit: 'binary', maxLength: 300 })),
      {
        noNullPrototype: true,
      },
    ),
    token: fc.string({ unit: fc.constantFrom(...'abc=&-_.~%'), maxLength: 200 }),
    from: mailbox,
    replyTo: fc.option(mailbox),
    title: text.map(oneLine),
    at: fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }),
  })
  .map((made) => {
    const links = {
      unsubscribe: `https://news.example.org/unsubscribe?t=${made.token}`,
      preferences: `https://news.example.org/preferences/${made.token}`,
      view: 'https://news.example.org/view',
    };
    const fields = [
      ...names.map((name, index) => ({ kind: 'attribute' as const, name, default: made.defaults[index] ?? '' })),
      ...(['unsubscribe', 'preferences', 'view'] as const).map((link) => ({ kind: 'link' as const, link })),
    ];
    const values = fields.map((field) => {
      if (field.kind === 'link') return links[field.link];
      const given = Object.hasOwn(made.attributes, field.name) ? oneLine(made.attributes[field.name] ?? '') : '';
      return given === '' ? field.default : [...given].slice(0, 200).join('');
    });
    const marked = (parts: Template) =>
      parts.map((part) => (typeof part === 'number' ? `${nonce}x${part}z` : part)).join('');
    const filled = (parts: Template, write: (value: string) => string) =>
      parts.map((part) => (typeof part === 'number' ? write(values[part] ?? '') : part)).join('');
    return {
      edition: {
        editionId: 'world-brief/2026-11-23',
        revision: '0123456789abcdef'.repeat(4),
        subject: marked(made.subject),
        html: marked(made.html),
        text: marked(made.text),
        fields: fields.map((value, index) => ({ marker: `${nonce}x${index}z`, value })),
      },
      envelope: {
        from: made.from,
        replyTo: made.replyTo,
        newsletter: { slug: 'world-brief', title: made.title },
        host: 'news.example.org',
      },
      recipient: {
        subscriberId: 's1',
        email: 'ann+news@example.com',
        attributes: made.attributes,
        links,
        messageId: '0123456789abcdef',
        at: made.at.toISOString(),
      },
      filled: {
        subject: oneLine(filled(made.subject, (value) => value)),
        html: filled(made.html, escaped),
        text: filled(made.text, (value) => value),
      },
    };
  });

function oneLine(value: string): string {
  const wellFormed = value.toWellFormed();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  return wellFormed.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}

function escaped(value: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return [...value].map((character) => entities[character] ?? character).join('');
}

function pressrun({ edition, envelope, recipient }: Trial): Uint8Array {
  return composeMessage(compileMessagePlan(edition, envelope), recipient).bytes();
}

/** The same parts through nodemailer. */
function reference({ envelope, recipient, filled }: Trial): Promise<Uint8Array> {
  const address = (box: MessageEnvelope['from']) => ({ name: box.name ?? '', address: box.address });
  const mail = new MailComposer({
    from: address(envelope.from),
    ...(envelope.replyTo === null ? {} : { replyTo: address(envelope.replyTo) }),
    to: recipient.email,
    subject: filled.subject,
    date: new Date(recipient.at),
    messageId: `<${recipient.messageId}@${envelope.from.address.split('@')[1]}>`,
    html: filled.html,
    text: filled.text,
    textEncoding: 'quoted-printable',
    headers: {
      'List-Unsubscribe': `<${recipient.links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  });
  return mail.compile().build();
}

async function content(message: Uint8Array) {
  const mail = await PostalMime.parse(message);
  const { from, replyTo, to, subject, date, messageId, html, text, attachments } = mail;
  const value = (key: string) => mail.headers.find((line) => line.key === key)?.value;
  return {
    ...{
      from,
      replyTo,
      to,
      subject: subject ?? '',
      date,
      messageId,
      html: html ?? '\n',
      text: text ?? '\n',
      attachments,
    },
    unsubscribe: value('list-unsubscribe'),
    post: value('list-unsubscribe-post'),
    submitted: value('auto-submitted'),
  };
}

// Half a minute on an idle machine; fewer while working on something else.
const runs = Number(process.env['PRESSRUN_PROPERTY_RUNS'] ?? 10_000);

describe('composeMessage', () => {
  test('says what MailComposer says of the same parts, in seven bits and short lines', async () => {
    await fc.assert(
      fc.asyncProperty(trial, async (sample) => {
        const bytes = pressrun(sample);
        const mail = await content(bytes);
        const other = await content(await reference(sample));
        // Ten thousand matchers cost more than what they compare.
        if (!isDeepStrictEqual(mail, other)) expect(mail).toEqual(other);
        const message = Buffer.from(bytes).toString('latin1');
        const body = message.slice(message.indexOf('\r\n\r\n'));
        const isShort = /^(?:[\t -~]{0,997}\r\n)*$/.test(message) && /^(?:[\t -~]{0,76}\r\n)*$/.test(body);
        return isShort && mail.subject === sample.filled.subject;
      }),
      { numRuns: runs },
    );
  }, 600_000);

  test('is without defects to Python’s email package, and says the same there', () => {
    const samples = fc.sample(trial, { numRuns: 500, seed: 20261123 });
    const program = `
import sys, json, base64
from email import message_from_bytes, policy
for line in sys.stdin:
    mail = message_from_bytes(base64.b64decode(line), policy=policy.default)
    parts = [mail] + list(mail.iter_parts())
    defects = [repr(d) for part in parts for d in part.defects]
    defects += [repr(d) for part in parts for h in part.keys() for v in part.get_all(h) for d in v.defects]
    text, html = [part.get_payload(decode=True).decode('utf-8') for part in mail.iter_parts()]
    print(json.dumps({'defects': defects, 'type': mail.get_content_type(), 'subject': str(mail['Subject']),
        'to': mail['To'].addresses[0].addr_spec, 'from': mail['From'].addresses[0].addr_spec,
        'unsubscribe': str(mail['List-Unsubscribe']), 'text': text, 'html': html}))
`;
    const input = samples.map((sample) => Buffer.from(pressrun(sample)).toString('base64')).join('\n');
    const python = spawnSync('python3', ['-c', program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
    expect(python.stderr).toBe('');
    const answers = python.stdout.trim().split('\n');
    expect(answers).toHaveLength(samples.length);
    for (const [index, sample] of samples.entries()) {
      const newlines = (value: string) => value.toWellFormed().replace(/\r\n|\r|\n/g, '\r\n');
      expect(JSON.parse(answers[index] ?? '')).toEqual({
        defects: [],
        type: 'multipart/alternative',
        subject: sample.filled.subject,
        to: sample.recipient.email,
        from: sample.envelope.from.address,
        unsubscribe: `<${sample.recipient.links.unsubscribe}>`,
        text: newlines(sample.filled.text),
        html: newlines(sample.filled.html),
      });
    }
  });
});
