import { describe, expect, test } from '@jest/globals';
import { readSubscribers } from '../../../adapters/import/subscribers-file.ts';
import type { ReadOptions } from '../../../adapters/import/subscribers-rows.ts';
import type { SubscriberRows } from '../../../core/ports.ts';

async function* pieces(bytes: Uint8Array, length: number) {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

async function read(content: string | Uint8Array, options: Partial<ReadOptions> = {}, pieceLength = 1 << 16) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const all: SubscriberRows & { format: string | null } = {
    rows: [],
    refused: [],
    remarks: [],
    bytes: 0,
    format: null,
  };
  const onFormat = (format: string) => {
    all.format = format;
  };
  const groups = readSubscribers(pieces(bytes, pieceLength), 'world-brief', { file: 'a.csv', onFormat, ...options });
  for await (const group of groups) {
    all.rows.push(...group.rows);
    all.refused.push(...group.refused);
    all.remarks.push(...group.remarks);
    all.bytes = group.bytes;
  }
  return all;
}

const rowsOf = async (content: string | Uint8Array, options: Partial<ReadOptions> = {}) =>
  (await read(content, options)).rows;

describe('encodings', () => {
  const text = 'email,Städt\r\nann@example.com,Köln\r\n';
  const expected = { email: 'ann@example.com', attributes: { Städt: 'Köln' } };
  const latin1 = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const utf16 = (bigEndian: boolean, mark: string) => {
    const bytes = Buffer.from(mark + text, 'utf16le');
    return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
  };
  const cases: [string, Uint8Array][] = [
    ['UTF-8', new TextEncoder().encode(text)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${text}`)],
    ['Latin-1', latin1],
    ['UTF-16 little-endian with a mark', utf16(false, '\ufeff')],
    ['UTF-16 big-endian with a mark', utf16(true, '\ufeff')],
    ['UTF-16 little-endian without a mark', utf16(false, '')],
    ['UTF-16 big-endian without a mark', utf16(true, '')],
  ];
  test.each(cases)('%s, cut anywhere', async (_, bytes) => {
    for (const length of [1, 7, 1000]) expect((await read(bytes, {}, length)).rows).toMatchObject([expected]);
  });

  test('a line that is not UTF-8 does not spoil those that are', async () => {
    const mixed = Buffer.concat([
      Buffer.from(`email,name\n${'x@example.com,žluťoučký\n'.repeat(5)}`),
      Buffer.from('y@example.com,Zo\xeb\n', 'latin1'),
      Buffer.from('z@example.com,žluťoučký\n'),
    ]);
    const rows = await rowsOf(new Uint8Array(mixed));
    expect(rows.map(({ attributes }) => attributes['name'])).toEqual([
      ...Array(5).fill('žluťoučký'),
      'Zoë',
      'žluťoučký',
    ]);
  });

  test('one that is named is taken at its word', async () => {
    const bytes = Uint8Array.from([...Buffer.from('email,name\na@example.com,'), 0xc0, 0xed, 0xed, 0xe0, 0x0a]);
    expect(await rowsOf(bytes, { encoding: 'windows-1251' })).toMatchObject([{ attributes: { name: 'Анна' } }]);
    await expect(rowsOf(bytes, { encoding: 'klingon' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('headers', () => {
  const names = [
    'Email',
    'E-MAIL ADDRESS',
    'Courriel',
    'Correo electrónico',
    'E‑Mail-Adresse',
    'электронная почта',
    'メールアドレス',
    '电子邮件',
    'البريد الإلكتروني',
    'ایمیل',
    'אימייל',
    'ईमेल',
    '이메일',
  ];
  test.each(names)('%s is a column of addresses', async (name) => {
    expect(await rowsOf(`Name;${name}\nAnn;ann@example.com\n`)).toMatchObject([
      { email: 'ann@example.com', emailColumn: { name, number: 2 } },
    ]);
  });

  test('the surest of several names is taken; the others are attributes', async () => {
    const [row] = await rowsOf(
      'Mail,Email,Status,Language,Time zone,Joined\nx,a@example.com,active,de_DE,europe/berlin,2026-01-02\n',
    );
    expect(row).toMatchObject({
      email: 'a@example.com',
      attributes: { Mail: 'x' },
      locale: 'de-DE',
      timeZone: 'Europe/Berlin',
      joinedAt: '2026-01-02T00:00:00.000Z',
    });
  });

  const dates = ['joined_on', 'Date Joined', 'Member since', 'Subscribed On', 'Signed up', 'Opt-in date', 'Created'];
  test.each(dates)('%s is when somebody joined', async (name) => {
    expect(await rowsOf(`email,${name}\na@example.com,2023-09-17\n`)).toMatchObject([
      { joinedAt: '2023-09-17T00:00:00.000Z', attributes: {} },
    ]);
  });

  test('without a known one the error names the columns, and the likely one', async () => {
    const failure = rowsOf('Name,Where to write\nAnn,ann@example.com\n');
    await expect(failure).rejects.toMatchObject({
      code: 'SUBSCRIBERS_INVALID',
      problems: [
        {
          file: 'a.csv',
          line: 1,
          got: '"Name", "Where to write"',
          allowed: expect.stringContaining('--map email="Where to write"'),
        },
      ],
    });
  });

  test('without a header the error says how to map by number, and then it works', async () => {
    const text = 'Ann,ann@example.com\nBen,ben@example.com\n';
    await expect(rowsOf(text)).rejects.toMatchObject({
      problems: [{ allowed: expect.stringContaining('--map email=2') }],
    });
    const rows = await rowsOf(text, {
      map: new Map([
        ['email', '2'],
        ['firstName', '1'],
      ]),
    });
    expect(rows).toMatchObject([
      { line: 1, email: 'ann@example.com', attributes: { firstName: 'Ann' } },
      { line: 2, email: 'ben@example.com' },
    ]);
  });

  test('a map goes before what is known', async () => {
    const rows = await rowsOf('email,work,First Name\nx@example.com,y@example.com,Ann\n', {
      map: new Map([
        ['email', 'work'],
        ['name', 'first name'],
      ]),
    });
    expect(rows).toMatchObject([{ email: 'y@example.com', attributes: { name: 'Ann' } }]);
    await expect(rowsOf('email\n', { map: new Map([['email', 'nowhere']]) })).rejects.toMatchObject({
      code: 'SUBSCRIBERS_INVALID',
    });
  });

  test('empty files are refused', async () => {
    for (const text of ['', '\n\n', '\ufeff'])
      await expect(rowsOf(text)).rejects.toMatchObject({ code: 'SUBSCRIBERS_INVALID' });
  });

  test('names that would be parts of an object are no attributes', async () => {
    const [row] = await rowsOf('email,__proto__,constructor,name\na@example.com,x,y,Ann\n');
    expect(Object.entries(row?.attributes ?? {})).toEqual([['name', 'Ann']]);
    expect(Object.getPrototypeOf(row?.attributes)).toBe(Object.prototype);
  });
});

describe('rows', () => {
  test('with too many values or an unknown status are refused, with line, column and value', async () => {
    const { rows, refused } = await read(
      'email,status,city\na@example.com,active,Rome,x\nb@example.com,perhaps,Oslo\nc@example.com\nd@example.com,,,,\n',
    );
    expect(rows.map(({ line }) => line)).toEqual([4, 5]);
    expect(refused).toMatchObject([
      { file: 'a.csv', line: 2, column: 4, got: '4 columns' },
      {
        file: 'a.csv',
        line: 3,
        column: 2,
        field: 'status',
        got: '"perhaps"',
        allowed: expect.stringContaining('unsubscribed'),
      },
    ]);
  });

  test('keep the reader and say what was left out when a lesser value makes no sense', async () => {
    const { rows, remarks } = await read('email,locale,tz,joined\na@example.com,english?,Mars/Base,12/31/25\n');
    expect(rows).toMatchObject([{ email: 'a@example.com', locale: null, timeZone: null, joinedAt: null }]);
    expect(remarks.map(({ field }) => field)).toEqual(['locale', 'tz', 'joined']);
  });

  test('line breaks in a value are folded; the guard of a spreadsheet comes off', async () => {
    expect(await rowsOf('email,note\na@example.com,"one\n two "\nb@example.com,\'=1+1\n')).toMatchObject([
      { attributes: { note: 'one two' } },
      { attributes: { note: '=1+1' } },
    ]);
  });
});

describe('exports of other programs', () => {
  test('Mailchimp: the file or its columns say the standing', async () => {
    const columns =
      'Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP,TIMEZONE,LEID,EUID,NOTES,TAGS';
    const values =
      'a@example.com,Ann,2,2024-03-14 09:12:31,2024-03-14 09:14:00,192.0.2.1,Europe/Rome,1,x,private,"""VIP"""';
    const subscribed = await read(`${columns}\n${values}\n`, { file: 'subscribed_members_export_1.csv' });
    expect(subscribed.format).toBe('mailchimp');
    expect(subscribed.rows).toMatchObject([
      { status: 'active', timeZone: 'Europe/Rome', joinedAt: '2024-03-14T09:14:00.000Z' },
    ]);
    expect(subscribed.rows[0]?.attributes).toEqual({ 'First Name': 'Ann', TAGS: '"VIP"' });
    expect(await rowsOf(`${columns},UNSUB_TIME\n${values},2025-01-01 00:00:00\n`)).toMatchObject([
      { status: 'unsubscribed' },
    ]);
    expect(await rowsOf(`${columns},CLEAN_TIME\n${values},2025-01-01 00:00:00\n`)).toMatchObject([
      { status: 'bounce' },
    ]);
    expect(await rowsOf(`${columns}\n${values}\n`, { file: 'nonsubscribed_members_export_1.csv' })).toMatchObject([
      { status: 'pending' },
    ]);
  });

  test('Ghost', async () => {
    const text = [
      'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers',
      '1,a@example.com,Ann,secret,true,false,cus_1,2024-01-02T03:04:05.000Z,,"vip,press",Gold',
      '2,b@example.com,Ben,,false,false,,2024-01-02T03:04:05.000Z,,,',
      '3,c@example.com,Cem,,true,false,,2024-01-02T03:04:05.000Z,2025-01-01T00:00:00.000Z,,',
    ].join('\n');
    const { rows, format } = await read(text);
    expect(format).toBe('ghost');
    expect(rows.map(({ status }) => status)).toEqual(['active', 'unsubscribed', 'unsubscribed']);
    expect(rows[0]?.attributes).toEqual({
      name: 'Ann',
      complimentary_plan: 'false',
      labels: 'vip,press',
      tiers: 'Gold',
    });
    const json = {
      members: [
        {
          id: '1',
          email: 'a@example.com',
          name: 'Ann',
          subscribed: false,
          labels: [{ name: 'vip' }, { name: 'press' }],
        },
      ],
    };
    expect(await rowsOf(JSON.stringify(json))).toMatchObject([
      { status: 'unsubscribed', attributes: { labels: 'vip, press' } },
    ]);
  });

  test('Substack: the list from the page of subscribers has other columns', async () => {
    const text = 'Email,Name,Stripe plan,Cancel date,Start date,Paid upgrade date\na@example.com,Ann,,,2025-01-01,\n';
    const { rows, format } = await read(text);
    expect(format).toBe('substack');
    expect(rows).toMatchObject([{ status: 'active', joinedAt: '2025-01-01T00:00:00.000Z' }]);
  });

  test('Substack: who pays is not who gets mail', async () => {
    const text = [
      'email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at',
      'free@example.com,false,,other,false,2025-01-01T00:00:00.000Z,',
      'paid@example.com,true,2026-01-01,yearly,false,2025-01-01,2025-01-02',
      'left@example.com,true,,yearly,true,2025-01-01,',
    ].join('\n');
    const { rows, format } = await read(text);
    expect(format).toBe('substack');
    expect(rows.map(({ status }) => status)).toEqual(['active', 'active', 'unsubscribed']);
    expect(rows[1]?.attributes).toEqual({ active_subscription: 'true', expiry: '2026-01-01', plan: 'yearly' });
  });

  test('Buttondown, CSV and JSON', async () => {
    const header = 'email,notes,metadata,tags,referrer_url,creation_date,secondary_id,subscriber_type';
    const rows = ['regular', 'unactivated', 'unsubscribed', 'undeliverable', 'complained'].map(
      (type, index) =>
        `${index}@example.com,n,"{""first_name"": ""Ann"", ""n"": 3}",vip,https://example.com,2024-01-01T00:00:00Z,${index},${type}`,
    );
    const csv = await read([header, ...rows].join('\n'));
    expect(csv.format).toBe('buttondown');
    expect(csv.rows.map(({ status }) => status)).toEqual(['active', 'pending', 'unsubscribed', 'bounce', 'complaint']);
    expect(csv.rows[0]?.attributes).toEqual({ first_name: 'Ann', n: '3', tags: 'vip' });
    const results = [
      {
        id: '1',
        email_address: 'a@example.com',
        type: 'premium',
        creation_date: '2024-01-01T00:00:00Z',
        metadata: { team: 'x' },
        tags: ['vip'],
        notes: '',
      },
    ];
    const json = await read(JSON.stringify({ results }));
    expect(json).toMatchObject({
      format: 'buttondown',
      rows: [{ email: 'a@example.com', status: 'active', attributes: { team: 'x', tags: 'vip' } }],
    });
  });

  test('listmonk, CSV and JSON', async () => {
    const text = [
      'uuid,email,name,attributes,status,created_at,updated_at',
      '1,a@example.com,Ann,"{""city"":""Oslo"",""tags"":[""a"",""b""],""deep"":{""x"":1}}",enabled,2024-01-01 10:00:00+00,2024-01-01',
      '2,b@example.com,Ben,{},blocklisted,2024-01-01T10:00:00Z,',
      '3,c@example.com,Cem,{},disabled,2024-01-01T10:00:00Z,',
    ].join('\n');
    const csv = await read(text);
    expect(csv.format).toBe('listmonk');
    expect(csv.rows.map(({ status }) => status)).toEqual(['active', 'manual', 'unsubscribed']);
    expect(csv.rows[0]?.attributes).toEqual({ name: 'Ann', city: 'Oslo', tags: 'a, b' });
    const results = [
      {
        id: 1,
        uuid: 'u',
        email: 'a@example.com',
        name: 'Ann',
        attribs: { city: 'Oslo' },
        status: 'enabled',
        lists: [],
        created_at: '2024-01-01T00:00:00Z',
      },
    ];
    const json = await read(JSON.stringify({ data: { results } }));
    expect(json).toMatchObject({
      format: 'listmonk',
      rows: [{ status: 'active', attributes: { name: 'Ann', city: 'Oslo' } }],
    });
  });

  test('what is not a list of subscribers is refused', async () => {
    for (const text of ['{"a":1}', '[', '[]', '[{"name":"Ann"}]']) {
      await expect(rowsOf(text)).rejects.toMatchObject({ code: 'SUBSCRIBERS_INVALID' });
    }
    const { rows, refused } = await read('[{"email":"a@example.com"}, 7, {"name":"Ben"}]');
    expect(rows).toHaveLength(1);
    expect(refused).toMatchObject([
      { line: 2, got: '7' },
      { line: 3, field: 'email' },
    ]);
  });

  test('JSON Lines are read', async () => {
    expect(await rowsOf('{"email":"a@example.com"}\n{"email":"b@example.com"}\n')).toHaveLength(2);
  });
});
