import type { RowStatus } from '../../core/model/subscriber-row.ts';
import { type ColumnField, columnKey } from './subscribers-columns.ts';

/** Gives a cell of the row at hand by its column's key; empty where there is no such column. */
export type Cells = (key: string) => string;

/** How one program writes its export. Columns are named by `columnKey`. */
export interface ExportProfile {
  name: 'mailchimp' | 'ghost' | 'substack' | 'buttondown' | 'listmonk' | 'pressrun';
  /** Every one of these sets has a column in the file. */
  marks: readonly (readonly string[])[];
  /** The columns of a field, the surest first; others keep the names that are known everywhere. */
  fields: Partial<Record<ColumnField, readonly string[]>>;
  /** Columns that are no business of an edition: the program's own ids, places guessed from an IP address, private notes. */
  leftOut: readonly string[];
  /** Columns that hold a JSON object of attributes. */
  json: readonly string[];
  /** @returns null for a word it does not know. */
  status(cells: Cells, file: string): RowStatus | null;
}

const words: Readonly<Record<RowStatus, readonly string[]>> = {
  active: [
    'active',
    'subscribed',
    'confirmed',
    'enabled',
    'verified',
    'subscriber',
    'opted in',
    'yes',
    'true',
    'y',
    '1',
    'on',
  ],
  pending: ['pending', 'unconfirmed', 'unverified', 'unactivated', 'not confirmed', 'awaiting confirmation'],
  unsubscribed: [
    'unsubscribed',
    'unsubscribe',
    'opted out',
    'inactive',
    'disabled',
    'removed',
    'deleted',
    'no',
    'false',
    'n',
    '0',
    'off',
  ],
  bounce: ['bounced', 'bounce', 'hard bounce', 'hard bounced', 'cleaned', 'undeliverable', 'invalid'],
  complaint: ['complained', 'complaint', 'spam', 'spam complaint', 'marked as spam', 'abuse'],
  manual: ['blocked', 'blocklisted', 'suppressed', 'banned'],
};

const statuses = new Map<string, RowStatus>();
for (const status of ['active', 'pending', 'unsubscribed', 'bounce', 'complaint', 'manual'] as const) {
  for (const word of words[status]) statuses.set(columnKey(word), status);
}

/** What a word in a status column means, in any export; null when nobody knows. An empty one means nothing was said: active. */
export function statusOfWord(word: string): RowStatus | null {
  if (word === '') return 'active';
  const key = columnKey(word);
  return key === '' ? 'active' : (statuses.get(key) ?? null);
}

/** The words that `statusOfWord` knows, for an error. */
export const statusWords = Object.values(words).flat().join(', ');

const buttondownTypes: Readonly<Record<string, RowStatus>> = {
  regular: 'active',
  premium: 'active',
  trialed: 'active',
  unpaid: 'active',
  gifted: 'active',
  churning: 'active',
  churned: 'active',
  pastdue: 'active',
  paused: 'active',
  unactivated: 'pending',
  upcoming: 'pending',
  unsubscribed: 'unsubscribed',
  removed: 'unsubscribed',
  spammy: 'unsubscribed',
  undeliverable: 'bounce',
  complained: 'complaint',
  blocked: 'manual',
};

/** The exports that are known by their columns. */
export const exportProfiles: readonly ExportProfile[] = [
  {
    name: 'mailchimp',
    marks: [
      ['emailaddress', 'email'],
      ['leid', 'euid'],
    ],
    fields: { joinedAt: ['confirmtime', 'optintime'], timeZone: ['timezone'] },
    leftOut: [
      ...[
        'memberrating',
        'optintime',
        'optinip',
        'confirmtime',
        'confirmip',
        'latitude',
        'longitude',
        'gmtoff',
        'dstoff',
      ],
      ...['cc', 'region', 'lastchanged', 'leid', 'euid', 'notes', 'unsubtime', 'unsubcampaigntitle', 'unsubcampaignid'],
      ...['unsubreason', 'unsubreasonother', 'cleantime', 'cleancampaigntitle', 'cleancampaignid', 'emailtype'],
    ],
    json: [],
    // The export is a file for each standing; only the columns, or the file's name, tell which.
    status: (cells, file) => {
      if (cells('cleantime') !== '' || /\bcleaned_/.test(file)) return 'bounce';
      if (cells('unsubtime') !== '' || /\bunsubscribed_/.test(file)) return 'unsubscribed';
      return /\bnonsubscribed_/.test(file) ? 'pending' : 'active';
    },
  },
  {
    name: 'ghost',
    marks: [['email'], ['subscribedtoemails']],
    fields: { joinedAt: ['createdat'] },
    leftOut: ['id', 'note', 'stripecustomerid', 'deletedat', 'giftid', 'error', 'subscribedtoemails'],
    json: [],
    status: (cells) => {
      return cells('deletedat') !== '' ? 'unsubscribed' : statusOfWord(cells('subscribedtoemails'));
    },
  },
  {
    name: 'substack',
    // The list is exported in two ways: with the archive, and from the page of subscribers.
    marks: [['email'], ['activesubscription', 'paidupgradedate']],
    fields: { joinedAt: ['createdat', 'startdate'] },
    leftOut: ['emaildisabled', 'stripeconnectedcustomerid', 'firstpaymentat', 'firstpaiddate'],
    json: [],
    // `active_subscription` says who pays. Who gets mail is in `email_disabled` alone.
    status: (cells) => (statusOfWord(cells('emaildisabled') || 'false') === 'active' ? 'unsubscribed' : 'active'),
  },
  {
    name: 'buttondown',
    marks: [['email', 'emailaddress'], ['subscribertype', 'type'], ['creationdate']],
    fields: { joinedAt: ['creationdate'] },
    leftOut: [
      ...['id', 'secondaryid', 'notes', 'source', 'referrerurl', 'ipaddress', 'subscribertype', 'type'],
      ...[
        'utmcampaign',
        'utmmedium',
        'utmsource',
        'utmcontent',
        'utmterm',
        'unsubscriptiondate',
        'unsubscriptionreason',
      ],
      ...['stripecustomerid', 'stripecustomer', 'lastopendate', 'lastclickdate', 'firewallreasons', 'riskscore'],
    ],
    json: ['metadata'],
    status: (cells) => {
      const type = columnKey(cells('subscribertype') || cells('type'));
      return type === '' ? 'active' : (buttondownTypes[type] ?? statusOfWord(type));
    },
  },
  {
    name: 'listmonk',
    marks: [['uuid'], ['email'], ['status'], ['attributes', 'attribs']],
    fields: { joinedAt: ['createdat'] },
    leftOut: ['id', 'uuid', 'status', 'updatedat', 'lists'],
    json: ['attributes', 'attribs'],
    status: (cells) => statusOfWord(cells('status')),
  },
  {
    name: 'pressrun',
    marks: [['id'], ['email'], ['status'], ['attributes', 'consentsource']],
    fields: { joinedAt: ['joinedat', 'createdat'] },
    leftOut: ['id', 'status', 'consentsource', 'consentat', 'createdat'],
    json: ['attributes'],
    status: (cells) => statusOfWord(cells('status')),
  },
];

/** The program whose export has these columns, or null. */
export function profileOf(keys: ReadonlySet<string>): ExportProfile | null {
  return exportProfiles.find(({ marks }) => marks.every((one) => one.some((key) => keys.has(key)))) ?? null;
}
