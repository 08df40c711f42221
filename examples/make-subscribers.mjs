/**
 * Writes subscribers.csv: 2,000 readers as a newsroom's old mailing tool would export them, most of them good and the
 * rest bad in every way that such exports are. The same seed gives the same file.
 *
 *   node examples/make-subscribers.mjs
 *
 * Every address is at example.com, example.net, example.org or under .example, which nobody can own (RFC 2606).
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { random } from './pictures/draw.mjs';

const rng = random(20_260_302);
const pick = (list) => list[Math.floor(rng() * list.length)];
const header = ['email', 'first_name', 'last_name', 'city', 'locale', 'time_zone', 'plan', 'joined_on'];

/** Where readers live: share of the list, locale, time zone, cities, first and last names. */
const places = [
  [
    26,
    'en-US',
    'America/New_York',
    'Larkhaven|Wexley|Aldmere|Marrick|Nether Coombe',
    'Ada Ben Clara Dev Elena Frank Grace Hugo Iris Jonah Kim Liam Mona Noah Opal Paul Ruth Sam Tess Vera',
    'Abbot Bell Crane Dale Ellis Finch Grant Hale Irwin Joyce Keane Lomax Mercer North Otis Price Quinn Rowe Stone Tate',
  ],
  [
    16,
    'en-GB',
    'Europe/London',
    'Saltmarsh|Upper Wend|Harrow Cross',
    'Alice Basil Cora Dominic Edith Fergus Gwen Harold Imogen Jago Lettice Morag Nigel Owen Philippa',
    'Ashgrove Birch Cole Dunmore Eyre Farr Gillespie Holm Illingworth Keating Mairs Penhale Stroud Tarrant Thorley',
  ],
  [
    9,
    'de-DE',
    'Europe/Berlin',
    'Oberlach|Münsterbrück|Großheim',
    'Anke Björn Dörte Günther Jürgen Käthe Lars Märta Sören Ute',
    'Müller Schäfer Groß Weiß Krüger Böhm Köhler Jäger Vogt Brandt',
  ],
  [
    8,
    'fr-FR',
    'Europe/Paris',
    'Port Sauvel|Saint-Élan|Vallée-Verte',
    'Aurélie Benoît Chloé François Gaëlle Hélène Jérôme Loïc Noémie Zoé',
    'Lefèvre Dupré Garçon Hébert Noël Péron Rousseau Tréguier Vasseur Perrin',
  ],
  [
    8,
    'es-MX',
    'America/Mexico_City',
    'San Telmo|Piedras Nuevas|Santa Irena',
    'Álvaro Begoña Concepción Íñigo José Lucía Núria Óscar Ramón Sofía',
    'Núñez Peña Ibáñez Muñoz Ordóñez Quiroga Ríos Sáenz Vázquez Zúñiga',
  ],
  [
    6,
    'pt-BR',
    'America/Sao_Paulo',
    'Sant’Elvio|Porto Claro',
    'João Conceição Inês Márcia Antônio Luís Vitória',
    'Gonçalves Araújo Simões Magalhães Falcão Brandão',
  ],
  [
    7,
    'ar',
    'Asia/Amman',
    'وادي الريحان|تل الياسمين|عين السدر',
    'سلمى:salma يوسف:yousef ريم:reem طارق:tareq هدى:huda عمر:omar ليلى:layla كريم:kareem',
    'الخيّاط:khayyat القيسي:qaisi المعاني:maani زيدان:zidan المرزوقي:marzouqi الجابري:jabri',
  ],
  [
    5,
    'ja-JP',
    'Asia/Tokyo',
    '日原|港町',
    '千代:chiyo 健太:kenta 美咲:misaki 陽菜:hina 大輔:daisuke',
    '天野:amano 佐藤:sato 高橋:takahashi 山本:yamamoto 中村:nakamura',
  ],
  [
    5,
    'pl-PL',
    'Europe/Warsaw',
    'Łąkowo|Żabie Pole',
    'Łukasz Żaneta Grażyna Michał Zofia',
    'Wójcik Kowalczyk Zięba Śliwa Łoś',
  ],
  [
    4,
    'el-GR',
    'Europe/Athens',
    'Αμμουδιά',
    'Ελένη:eleni Γιώργος:giorgos Μαρία:maria',
    'Παπαδάκης:papadakis Νικολάου:nikolaou Σταύρου:stavrou',
  ],
  [3, 'tr-TR', 'Europe/Istanbul', 'Gülköy', 'Çağla İlker Şule Ömer', 'Yıldız Öztürk Güneş'],
  [3, 'en-AU', 'Australia/Lord_Howe', 'Lagoon Beach', 'Mia Jack Banksia', 'Wattle Reef Heron'],
].map(([share, locale, timeZone, cities, first, last]) => ({
  share,
  locale,
  timeZone,
  cities: cities.split('|'),
  first: first.split(' '),
  last: last.split(' '),
}));

const latin = { ß: 'ss', ł: 'l', Ł: 'l', ø: 'o', ı: 'i', İ: 'i' };
/** A name, and how it would stand in an address; names in other scripts are given as `name:romanised`. */
function named(entry) {
  const [name, romanised = name] = entry.split(':');
  const plain = romanised.replace(/[ßłŁøıİ]/g, (c) => latin[c]).normalize('NFD');
  return [name, plain.toLowerCase().replace(/[^a-z]/g, '')];
}

/** Every place as often as its share of a hundred. */
const drawn = places.flatMap((place) => Array.from({ length: place.share }, () => place));

let serial = 0;
/** One good reader. No two have the same address. */
function reader() {
  const place = pick(drawn);
  const [first, a] = named(pick(place.first));
  const [last, b] = named(pick(place.last));
  serial += 1;
  const style = rng();
  const number = serial.toString(36);
  const local =
    style < 0.5
      ? `${a}.${b}.${number}`
      : style < 0.8
        ? `${a}${b}${number}`
        : style < 0.95
          ? `${a[0]}_${b}-${number}`
          : `${a}.${b}+news${number}`;
  const joined = new Date(Date.UTC(2019, 0, 1) + Math.floor(rng() * 2610) * 86_400_000).toISOString().slice(0, 10);
  const plan = pick(['free', 'free', 'free', 'digital', 'digital', 'print', 'student', 'gift']);
  return {
    email: `${local}@${pick(['example.com', 'example.com', 'example.org', 'example.net'])}`,
    first_name: rng() < 0.06 ? '' : first,
    last_name: rng() < 0.08 ? '' : last,
    city: rng() < 0.1 ? '' : pick(place.cities),
    locale: rng() < 0.08 ? '' : place.locale,
    time_zone: rng() < 0.1 ? '' : place.timeZone,
    plan,
    joined_on: joined,
  };
}

const quoted = (value) => (/[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const record = (row) => header.map((name) => quoted(row[name])).join(',');
const withEmail = (change) => () => {
  const row = reader();
  return record({ ...row, email: change(row.email) });
};
const withFields = (change) => () => {
  const row = reader();
  return record({ ...row, ...change(row) });
};
const splitAt = (email) => email.split('@');

/** Rows that an import can keep, odd as they look: how many, and how they are made. */
const odd = [
  [14, withEmail((email) => `  ${email} `)], // white space around the address
  [14, withEmail((email) => email.replace(/@.*/, (domain) => domain.toUpperCase()))],
  [4, withEmail((email) => `${email}.`)], // the dot of the root
  [3, withEmail((email) => `${splitAt(email)[0]}@例え.example`)],
  [3, withEmail((email) => `${splitAt(email)[0]}@xn--r8jz45g.example`)],
  [2, withEmail((email) => `${splitAt(email)[0]}@Bücher.example`)],
  [
    6,
    (i) =>
      record({
        ...reader(),
        email: `${['info', 'postmaster', 'abuse', 'noreply', 'sales', 'admin'][i]}@example.org`,
        first_name: '',
        last_name: '',
      }),
  ],
  [2, withFields(() => ({ first_name: '=HYPERLINK("https://example.org/","Click me")' }))],
  [2, withFields(() => ({ first_name: '+1+1' }))],
  [2, withFields(() => ({ last_name: '@SUM(A1:A9)' }))],
  [2, withFields(() => ({ last_name: '-2+3' }))],
  [3, withFields(() => ({ city: 'Larkhaven\r\nLower Town' }))],
  [3, withFields(() => ({ first_name: 'Ann\tMarie' }))],
  [2, withFields(() => ({ last_name: `${'van der '.repeat(60)}Linde` }))],
  [3, withFields(() => ({ first_name: 'JosÃ©', last_name: 'GarcÃ­a' }))], // UTF-8 read as Latin-1
  [2, withFields(() => ({ first_name: 'BjÃ¶rn', city: 'MÃ¼nsterbrÃ¼ck' }))],
  [2, withFields(() => ({ first_name: '<b>Ann</b>', last_name: '{{ lead.headline }}' }))],
  [2, withFields(() => ({ first_name: 'O’Shea', last_name: 'D"Arcy' }))],
  [3, withFields(() => ({ joined_on: '31/02/2025' }))],
  [2, withFields(() => ({ locale: 'english' }))],
  [2, withFields(() => ({ locale: 'en_US' }))],
  [2, withFields(() => ({ locale: '42' }))],
  [2, withFields(() => ({ time_zone: 'Eastern Time (US & Canada)' }))],
  [2, withFields(() => ({ time_zone: 'America/Gotham' }))],
  [2, withFields(() => ({ time_zone: 'GMT+25' }))],
];

/** Rows with no address that mail can be sent to. */
const refused = [
  [10, withEmail(() => '')],
  [2, withEmail(() => ' ')],
  [2, withEmail(() => 'n/a')],
  [2, withEmail(() => 'NULL')],
  [6, withEmail((email) => email.replace('@', '@@'))],
  [3, withEmail((email) => `${email}@example.com`)],
  [4, withEmail((email) => email.replace('.', ' .'))],
  [4, withEmail((email) => email.replace('@', ' @ '))],
  [5, withEmail((email) => `${email},`)],
  [4, withEmail((email) => `${email};${splitAt(email)[0]}@example.net`)],
  [5, withEmail((email) => splitAt(email)[0])],
  [4, withEmail((email) => `${splitAt(email)[0]}@`)],
  [3, withEmail(() => '@example.com')],
  [3, withEmail((email) => `${splitAt(email)[0]}@example`)],
  [6, withFields((row) => ({ email: `${row.first_name || 'A'} ${row.last_name || 'Reader'} <${row.email}>` }))],
  [4, withEmail((email) => `mailto:${email}`)],
  [3, withEmail((email) => email.replace('@', '@\r\n'))],
  [4, withEmail((email) => `josé.${email}`)],
  [3, withEmail((email) => `\u0007${email}`)],
  [3, withEmail((email) => email.replace('@', '\u200b@'))],
  [2, withEmail((email) => `${'very.long.'.repeat(8)}${email}`)],
  [2, withEmail((email) => `${splitAt(email)[0]}@${'long'.repeat(17)}.example`)],
  [2, withEmail((email) => `.${email}`)],
  [2, withEmail((email) => email.replace(/[a-z]/, '$&..'))],
  [2, withEmail((email) => `${splitAt(email)[0]}@my_example.example`)],
  [1, withEmail((email) => `${splitAt(email)[0]}@[192.0.2.1]`)],
  [1, withEmail((email) => `${splitAt(email)[0]}@192.0.2.1`)],
  [2, withEmail((email) => email.replace('@', ' at '))],
];

/** Rows whose columns do not line up with the header. */
const misshapen = [
  [4, () => record(reader()).split(',').slice(0, 5).join(',')],
  [4, () => `${record(reader())},,`],
  [2, () => reader().email],
  [
    2,
    () => {
      const row = reader();
      return [
        row.email,
        row.first_name,
        row.last_name,
        'Wexley',
        ' PO Box 7',
        row.locale,
        row.time_zone,
        row.plan,
        row.joined_on,
      ].join(',');
    },
  ],
];

/** Rows with a quotation mark where none may stand (RFC 4180, section 2.5 to 2.7). */
const stray = [
  [
    3,
    () => {
      const row = reader();
      return [row.email, 'Ann "Bird"', 'Lee', 'Wexley', 'en-US', 'America/New_York', row.plan, row.joined_on].join(',');
    },
  ],
  [
    2,
    () => {
      const row = reader();
      return [row.email, 'Sam', '5" Smith', 'Aldmere', 'en-US', 'America/New_York', row.plan, row.joined_on].join(',');
    },
  ],
];

const total = 2000;
const repeats = 36;
const make = (kinds) => kinds.flatMap(([count, one]) => Array.from({ length: count }, (_, i) => one(i)));
const special = [odd, refused, misshapen, stray].flatMap(make);
const good = Array.from({ length: total - repeats - special.length }, () => reader());
const rows = good.map(record);

/** Puts `row` anywhere after the first `from` rows. */
const insert = (row, from = 0) => rows.splice(from + Math.floor(rng() * (rows.length + 1 - from)), 0, row);
for (const row of special) insert(row);
// The same reader again: the row as it was, then with other capitals, space around it, or new fields.
for (let i = 0; i < repeats; i++) {
  const row = good[Math.floor(rng() * 300)];
  const again = [
    row,
    { ...row, email: row.email.toUpperCase() },
    { ...row, email: ` ${row.email[0].toUpperCase()}${row.email.slice(1)}` },
    { ...row, email: row.email.replace('@example.', '@EXAMPLE.'), city: 'Aldmere', plan: 'print' },
  ][i % 4];
  insert(record(again), Math.floor(rows.length / 2));
}
for (let i = 0; i < 9; i++) insert(i % 3 === 2 ? '\r\n' : '', 100); // empty lines, which are no rows

/** The file: a byte order mark, and lines that end as in Windows. */
export const subscribersCsv = `\ufeff${[header.join(','), ...rows].join('\r\n')}\r\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('subscribers.csv', import.meta.url), subscribersCsv);
}
