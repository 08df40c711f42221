import { normaliseAddress } from '../../core/model/mailbox.ts';

/** What a column can be, beside an attribute under its own name. */
export const columnFields = ['email', 'status', 'locale', 'timeZone', 'joinedAt'] as const;
export type ColumnField = (typeof columnFields)[number];

/** A column's name without what programs and people write differently: case, accents, spaces, punctuation. */
export function columnKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Names that columns have in exports and in the languages of their writers, the surest first. */
const names: Readonly<Record<ColumnField, readonly string[]>> = {
  email: [
    'email',
    'email address',
    'e-mail address',
    'subscriber email',
    'contact email',
    'primary email',
    'user email',
    'email 1',
    'mail',
    'mail address',
    'adresse e-mail',
    'adresse mail',
    'adresse email',
    'adresse électronique',
    'adresse de courriel',
    'courriel',
    'mél',
    'e-mail-adresse',
    'mailadresse',
    'correo',
    'correo electrónico',
    'dirección de correo',
    'dirección de correo electrónico',
    'endereço de email',
    'endereço de e-mail',
    'correio eletrónico',
    'correio eletrônico',
    'indirizzo email',
    'indirizzo e-mail',
    'posta elettronica',
    'e-mailadres',
    'epost',
    'e-post',
    'e-postadress',
    'e-postadresse',
    'sähköposti',
    'sähköpostiosoite',
    'adres e-mail',
    'adres email',
    'e-mailová adresa',
    'e-mail cím',
    'e-posta',
    'e-posta adresi',
    'eposta',
    'adresă de e-mail',
    'ηλεκτρονική διεύθυνση',
    'διεύθυνση email',
    'электронная почта',
    'эл. почта',
    'адрес электронной почты',
    'почта',
    'електронна пошта',
    'пошта',
    'אימייל',
    'דוא״ל',
    'דואל',
    'כתובת אימייל',
    'البريد الإلكتروني',
    'بريد إلكتروني',
    'ایمیل',
    'پست الکترونیکی',
    'ईमेल',
    'ईमेल पता',
    'メール',
    'メールアドレス',
    'eメール',
    '邮箱',
    '电子邮箱',
    '电子邮件',
    '邮件地址',
    '電子郵件',
    '電郵',
    '이메일',
    '이메일 주소',
  ],
  status: [
    'status',
    'subscription status',
    'subscriber status',
    'subscribed',
    'email marketing status',
    'state',
    'statut',
    'estado',
    'stato',
    'durum',
    'статус',
    '状态',
    'ステータス',
  ],
  locale: [
    'locale',
    'language',
    'lang',
    'preferred language',
    'langue',
    'sprache',
    'idioma',
    'lingua',
    'taal',
    'språk',
    'язык',
    'اللغة',
    'زبان',
    'שפה',
    '语言',
    '言語',
  ],
  timeZone: [
    'timezone',
    'time zone',
    'tz',
    'fuseau horaire',
    'zeitzone',
    'zona horaria',
    'fuso orario',
    'tijdzone',
    'часовой пояс',
    '时区',
    'タイムゾーン',
  ],
  joinedAt: [
    'joined at',
    'joined on',
    'joined',
    'join date',
    'joined date',
    'date joined',
    'member since',
    'subscriber since',
    'subscribed at',
    'subscribed on',
    'subscribed since',
    'subscription date',
    'subscribed date',
    'date subscribed',
    'subscribe date',
    'subscribe time',
    'signup date',
    'signup time',
    'signed up',
    'signed up at',
    'signed up on',
    'sign up at',
    'opt in time',
    'opt in timestamp',
    'opt in date',
    'date opted in',
    'confirm time',
    'confirmed at',
    'confirmation date',
    'created at',
    'created on',
    'created',
    'created date',
    'created time',
    'date created',
    'creation date',
    'registered at',
    'registered on',
    'registration date',
    'date registered',
    'date added',
    'added at',
    'added on',
    'added date',
    'added',
    'date d’inscription',
    'anmeldedatum',
    'fecha de alta',
    'data iscrizione',
  ],
};

const ranks = new Map<string, { field: ColumnField; rank: number }>();
for (const field of columnFields) {
  for (const [rank, name] of names[field].entries()) {
    const key = columnKey(name);
    if (!ranks.has(key)) ranks.set(key, { field, rank });
  }
}

/** Which column is which field: for each field the column with the surest name. */
export function knownColumns(header: readonly string[]): Map<ColumnField, number> {
  const best = new Map<ColumnField, { column: number; rank: number }>();
  for (const [column, name] of header.entries()) {
    const known = ranks.get(columnKey(name));
    if (known === undefined) continue;
    const standing = best.get(known.field);
    if (standing === undefined || known.rank < standing.rank) best.set(known.field, { column, rank: known.rank });
  }
  return new Map([...best].map(([field, { column }]) => [field, column]));
}

/** The column that seems to hold addresses, judged by rows; for the words of an error. */
export function addressColumn(rows: readonly (readonly string[])[]): number | null {
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (const [column, value] of row.entries()) {
      if (normaliseAddress(value) !== null) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
  }
  const [found] = [...counts].sort(([, a], [, b]) => b - a);
  return found?.[0] ?? null;
}
