import type { SourceAnswer } from '../view.ts';

/** What each header of a message is for, in a sentence. */
const explained: Readonly<Record<string, string>> = {
  from: 'Who the edition is from. DMARC asks that its domain be the one that SPF or DKIM vouch for.',
  'reply-to': 'Where an answer goes.',
  to: 'The one reader this message is for: nobody sees another’s address.',
  subject: 'The first line in the inbox. Letters beyond ASCII are written as encoded words (RFC 2047).',
  date: 'When it was composed. Amazon SES writes its own.',
  'message-id': 'From the edition and the subscriber, so the same message has the same id. Amazon SES writes its own.',
  'mime-version': 'Says that the body is in MIME.',
  'list-id': 'Names the newsletter for filters, whatever its title becomes (RFC 2919).',
  'list-unsubscribe': 'The mail program’s own button leads here. One https link, the reader’s own (RFC 2369).',
  'list-unsubscribe-post':
    'One press of that button is enough: the program sends it this form (RFC 8058). Gmail and Yahoo ask for it.',
  'auto-submitted': 'No answer to another message: keeps vacation notices away (RFC 3834).',
  'feedback-id': 'By this Gmail’s Postmaster Tools tell complaints apart.',
  'content-type': 'Two parts that say the same: plain text first, HTML last, and the program shows the last it can.',
  'content-transfer-encoding': 'How the body is written in seven bits.',
  'x-mailer': 'What composed it.',
};

/** A message as the page shows it: its headers explained, its parts weighed. */
export function messageSource(raw: string): SourceAnswer {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end < 0 ? raw : raw.slice(0, end);
  const headers = head
    .split(/\r?\n(?![ \t])/)
    .filter((line) => line.includes(':'))
    .map((line) => {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon);
      return { name, value: line.slice(colon + 1).trim(), explained: explained[name.toLowerCase()] ?? '' };
    });
  return { headers, parts: partsOf(raw, head), raw };
}

function partsOf(raw: string, head: string): SourceAnswer['parts'] {
  const boundary = /boundary="?([^"\r\n;]+)"?/i.exec(head)?.[1];
  if (boundary === undefined) return [];
  return raw
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [partHead = '', ...body] = part.replace(/^\r?\n/, '').split(/\r?\n\r?\n/);
      const header = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(partHead)?.[1]?.trim() ?? '';
      return {
        type: header('content-type'),
        encoding: header('content-transfer-encoding'),
        bytes: body.join('\r\n\r\n').length,
      };
    });
}
