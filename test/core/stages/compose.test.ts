import { describe, expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { compileMessagePlan, composeMessage } from '../../../core/stages/compose.ts';
import { composed, editionOf, envelope, header, recipient } from './compose-fixture.ts';

const everyMark = {
  subject: 'Good morning, {first_name}',
  text: 'Dear {first_name},\n\n.dot  \nFrom here\n{unsubscribe}',
  html: '<p title="{first_name}">Dear {first_name}, naïve = true <a href="{unsubscribe}">leave</a></p>\n.\n',
};

async function parsed(message: string) {
  const mail = await PostalMime.parse(Buffer.from(message, 'latin1'));
  // The parser ends each part with a line end of its own.
  return { ...mail, text: (mail.text ?? '').replace(/\n$/, ''), html: (mail.html ?? '').replace(/\n$/, '') };
}

describe('composeMessage', () => {
  test('writes a whole message', () => {
    expect(composed(everyMark).split('\r\n')).toEqual([
      'From: World Brief <brief@news.example.org>',
      'To: ann@example.com',
      'Subject: =?UTF-8?Q?Good_morning=2C_Zo=C3=AB?=',
      'Date: Mon, 23 Nov 2026 12:00:00 +0000',
      'Message-ID: <0123456789abcdef0123456789abcdef@news.example.org>',
      'MIME-Version: 1.0',
      'List-Id: World Brief <world-brief.news.example.org>',
      'List-Unsubscribe: <https://news.example.org/u?t=abc&x=1>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'Auto-Submitted: auto-generated',
      'Content-Type: multipart/alternative;',
      ' boundary="=_pressrun_0123456789abcdef0123456789abcdef"',
      '',
      '--=_pressrun_0123456789abcdef0123456789abcdef',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Dear =',
      'Zo=C3=AB=',
      ',',
      '',
      '=2Edot =20',
      '=46rom here',
      'https://news.example.org/u?t=3Dabc&x=3D1=',
      '',
      '--=_pressrun_0123456789abcdef0123456789abcdef',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p title=3D"=',
      'Zo=C3=AB=',
      '">Dear =',
      'Zo=C3=AB=',
      ', na=C3=AFve =3D true <a href=3D"=',
      'https://news.example.org/u?t=3Dabc&amp;x=3D1=',
      '">leave</a></p>',
      '=2E',
      '',
      '--=_pressrun_0123456789abcdef0123456789abcdef--',
      '',
    ]);
  });

  test('gives the same bytes for the same inputs', () => {
    expect(composed(everyMark)).toBe(composed(everyMark));
  });

  test('gives each caller memory of its own', () => {
    const message = composeMessage(compileMessagePlan(editionOf(everyMark), envelope), recipient);
    const first = message.bytes();
    const before = Buffer.from(first).toString('latin1');
    first.fill(0);
    expect(Buffer.from(message.bytes()).toString('latin1')).toBe(before);
  });

  test('no two messages share memory, whether it is given or fresh', () => {
    const plan = compileMessagePlan(editionOf({ text: 'x'.repeat(90_000) }), envelope);
    const messages = Array.from({ length: 30 }, (_, number) =>
      composeMessage(plan, { ...recipient, messageId: `m${number}` }),
    );
    const all = messages.flatMap((message) => [message.bytes(), message.formValue?.('') ?? new Uint8Array()]);
    const before = all.map((bytes) => Buffer.from(bytes).toString('latin1'));
    for (const [index, bytes] of all.entries()) {
      expect(Buffer.from(bytes).toString('latin1')).toBe(before[index]);
      bytes.fill(0);
    }
    const memory = new Uint8Array(400_000);
    const given = messages[0]?.bytes(() => memory);
    expect(given?.buffer).toBe(memory.buffer);
    expect(Buffer.from(given ?? []).toString('latin1')).toBe(before[0]);
  });

  test('the form value is the same message, whatever the lengths are modulo three', () => {
    for (let length = 0; length < 12; length++) {
      const plan = compileMessagePlan(editionOf({ ...everyMark, text: 'x'.repeat(length) + everyMark.text }), envelope);
      for (const name of ['', 'A', 'An', 'Ann', 'Zoë Ünal', '日本']) {
        const message = composeMessage(plan, { ...recipient, attributes: { first_name: name } });
        const body = Buffer.from(message.formValue?.('Action=X&Data=') ?? []).toString('latin1');
        const expected = encodeURIComponent(Buffer.from(message.bytes()).toString('base64'));
        expect(body).toBe(`Action=X&Data=${expected}`);
      }
    }
  });

  test('has Reply-To where the newsletter has', () => {
    const replyTo = { name: 'The desk', address: 'desk@news.example.org' };
    expect(header(composed({}, {}, { replyTo }), 'Reply-To')).toBe('The desk <desk@news.example.org>');
    expect(header(composed({}), 'Reply-To')).toBeNull();
  });
});

describe('a value from outside', () => {
  const hostile = [
    'x\r\nBcc: eve@example.com',
    'x\r\n\r\n<script>alert(1)</script>',
    'x\r\n--=_pressrun_0123456789abcdef0123456789abcdef\r\nContent-Type: text/html\r\n\r\nhi',
    'x\u2028Bcc: eve@example.com\u0085Cc: eve@example.com\u0000',
    '"><script>alert(1)</script><a href="',
    "' onload='alert(1)",
    '=?UTF-8?Q?=0D=0ABcc:_eve@example.com?=',
    'mfa1b2c3ncity',
    '$& $1 {{ recipient.city }} {% raw %}',
  ];

  test.each(hostile)('adds no header, part or markup: %j', async (first_name) => {
    const message = composed(everyMark, { attributes: { first_name } });
    const plain = composed(everyMark, { attributes: { first_name: 'Ann' } });
    const [mail, usual] = [await parsed(message), await parsed(plain)];
    expect(mail.headers.map((line) => line.key)).toEqual(usual.headers.map((line) => line.key));
    expect(mail.attachments).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must be gone
    const shown = first_name.replace(/[\s\u0000\u0085]+/g, ' ').trim();
    expect(mail.subject).toBe(`Good morning, ${shown}`);
    expect(mail.text).toContain(`Dear ${shown},\n`);
    expect(mail.html.match(/<\w+/g)).toEqual(usual.html.match(/<\w+/g));
    expect(message.split(/^--=_/m)).toHaveLength(plain.split(/^--=_/m).length);
  });

  test('cannot become a second address or line of To', () => {
    const message = composed({}, { email: 'ann@example.com>,\r\nBcc: <eve@example.com' });
    expect(header(message, 'To')).toBe('ann@example.comBcceve@example.com');
    expect(header(message, 'Bcc')).toBeNull();
  });

  test('cannot leave List-Unsubscribe or add a line to it', () => {
    const links = { ...recipient.links, unsubscribe: 'https://news.example.org/u?a=1>\r\nBcc: eve@example.com é' };
    const message = composed({}, { links });
    expect(header(message, 'List-Unsubscribe')).toBe('<https://news.example.org/u?a=1%3EBcc:eve@example.com%C3%A9>');
    expect(header(message, 'Bcc')).toBeNull();
  });

  test('cannot add to Message-ID', () => {
    expect(header(composed({}, { messageId: 'a>\r\nX: <b' }), 'Message-ID')).toBe('<a___X___b@news.example.org>');
  });

  test('is cut at 200 characters, never within one', async () => {
    const mail = await parsed(composed(everyMark, { attributes: { first_name: '😀'.repeat(300) } }));
    expect(mail.text).toContain(`Dear ${'😀'.repeat(200)},`);
    expect(mail.subject).toBe(`Good morning, ${'😀'.repeat(200)}`);
  });

  test('gives way to the default where it is absent or blank', async () => {
    for (const attributes of [{}, { first_name: '' }, { first_name: ' \r\n\t\u0000' }]) {
      const mail = await parsed(composed(everyMark, { attributes: attributes as Record<string, string> }));
      expect(mail.subject).toBe('Good morning, reader');
    }
    const mail = await parsed(composed({ text: '[{city}]' }, { attributes: {} }));
    expect(mail.text).toBe('[]');
  });

  test('is not taken from the prototype of the attributes', async () => {
    const edition = editionOf({ text: '{first_name}' });
    edition.fields[0] = {
      marker: 'mfa1b2c3nfirstname',
      value: { kind: 'attribute', name: 'constructor', default: 'none' },
    };
    const bytes = composeMessage(compileMessagePlan(edition, envelope), recipient).bytes();
    expect((await PostalMime.parse(bytes)).text?.trim()).toBe('none');
  });

  test('that is too long for the line of List-Unsubscribe is refused by name', () => {
    const unsubscribe = `https://news.example.org/${'u'.repeat(1_000)}`;
    const links = { ...recipient.links, unsubscribe };
    expect(() => composed({}, { links })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        problems: [expect.objectContaining({ field: 'publication.webUrl', got: 'a link of 1025 characters' })],
      }),
    );
  });
});

describe('static text', () => {
  const difficult: [string, string][] = [
    ['right-to-left', 'שלום עולם، مرحبا بالعالم\n'],
    ['emoji of several characters', '👩‍👩‍👧‍👦🏳️‍🌈\n'.repeat(10)],
    ['a very long word', `${'w'.repeat(5_000)}\n`],
    ['spaces at line ends', 'a \nb\t\n \n'],
    ['equals signs', '=3D = =\n=C3=A9\n'],
    ['dots at line starts', '.\n..\n.a\n'],
    ['control characters', 'a\u0000b\u0007c\u000bd\u007fe\u0085f\n'],
    ['what looks like a boundary', '--=_pressrun_0123456789abcdef0123456789abcdef--\n'],
    ['no line end', 'end'],
    ['a space at the end', 'end '],
    ['nothing', ''],
  ];

  test.each(difficult)('arrives letter for letter: %s', async (_, text) => {
    const message = composed({ text: `${text}{first_name}${text}`, html: `${text}{first_name}${text}` });
    const mail = await parsed(message);
    expect(mail.text).toBe(`${text}Zoë${text}`);
    expect(mail.html).toBe(`${text}Zoë${text}`);
    expect(message).toMatch(/^[\r\n\t -~]*$/);
    for (const line of message.split('\r\n')) {
      expect(line).not.toMatch(/[\r\n]|[ \t]$/);
      expect(line.length).toBeLessThanOrEqual(76);
    }
  });

  test('a lone CR or LF is a line end', async () => {
    expect(composed({ text: 'a\rb\nc\r\nd\r\r\ne' })).toContain('\r\n\r\na\r\nb\r\nc\r\nd\r\n\r\ne\r\n--=_');
  });
});

describe('the subject', () => {
  const subjects: [string, string][] = [
    ['plain', 'Subject: The news'],
    ['', 'Subject: '],
    ['two  spaces\tand a tab', 'Subject: two spaces and a tab'],
    ['🗞️ News', 'Subject: =?UTF-8?B?8J+Xnu+4jyBOZXdz?='],
    ['=?UTF-8?Q?no?=', 'Subject: =?UTF-8?B?PT9VVEYtOD9RP25vPz0=?='],
  ];

  test.each(subjects)('%j', (subject, expected) => {
    expect(composed({ subject: subject === 'plain' ? 'The news' : subject }).split('\r\n')).toContain(expected);
  });

  test.each([
    'word '.repeat(100).trim(),
    'w'.repeat(300),
    `${'w'.repeat(90)} and more`,
    'ünïcödé '.repeat(40).trim(),
    '日本語の見出し'.repeat(30),
    '👩‍👩‍👧‍👦'.repeat(30),
    'مرحبا بالعالم '.repeat(20).trim(),
  ])('is folded and comes back whole: %j', async (subject) => {
    const message = composed({ subject });
    const lines = message.slice(message.indexOf('Subject:'), message.indexOf('\r\nDate:')).split('\r\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(76);
      const payload = /=\?UTF-8\?B\?([^?]*)\?=/.exec(line)?.[1];
      if (payload !== undefined) new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64'));
    }
    expect((await parsed(message)).subject).toBe(subject);
  });
});

describe('names', () => {
  test.each([
    'World Brief',
    'The "Brief", daily; by us <all>',
    'back\\slash',
    'Café Zoë',
    'Jones, A.',
    'المجلة اليومية',
    'A very long title of a newsletter that nobody would choose but somebody will configure one day',
    '日本語の見出し'.repeat(10),
    '=?x?=',
  ])('%j comes back from From and List-Id', async (name) => {
    const message = composed(
      {},
      {},
      {
        from: { name, address: 'brief@news.example.org' },
        newsletter: { slug: 'world-brief', title: name },
      },
    );
    const mail = await parsed(message);
    expect(mail.from).toEqual({ name, address: 'brief@news.example.org' });
    expect(header(message, 'List-Id')).toMatch(/<world-brief\.news\.example\.org>$/);
    for (const line of message.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  });

  test('a long address keeps its line under 998', () => {
    const address = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example`;
    const message = composed({}, { email: address }, { from: { name: 'B', address } });
    expect(header(message, 'To')).toBe(address);
    for (const line of message.split('\r\n')) expect(line.length).toBeLessThan(998);
  });
});
