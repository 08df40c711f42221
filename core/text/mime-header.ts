import type { Mailbox } from '../model/mailbox.ts';
import { foldLine } from '../model/scalars.ts';

/** Longest header line; one that holds an encoded-word must not exceed it (RFC 2047, 2). */
const maxLineLength = 76;
/** Longest encoded-word (RFC 2047, 2). */
const maxWordLength = 75;
const wordOverhead = '=?UTF-8?Q??='.length;

/**
 * A header of unstructured text, such as Subject, folded, with its CRLF. Plain where it can be, else encoded-words of RFC
 * 2047, none of which splits a character. White space is folded to single spaces first, so no value can add a line.
 *
 * @example unstructuredHeader('Subject', 'Café') // 'Subject: =?UTF-8?Q?Caf=C3=A9?=\r\n'
 */
export function unstructuredHeader(name: string, value: string): string {
  const line = foldLine(value);
  const head = `${name}: `;
  if (isPlain(line, maxLineLength - head.length)) return `${fold(head, line.split(' '))}\r\n`;
  return `${encodeWords(head, line)}\r\n`;
}

/**
 * A header that holds one mailbox, such as From, folded, with its CRLF.
 *
 * @example mailboxHeader('From', { name: 'World Brief', address: 'brief@news.example.org' })
 */
export function mailboxHeader(name: string, mailbox: Mailbox): string {
  const address = headerAddress(mailbox.address);
  if (mailbox.name === null || foldLine(mailbox.name) === '') return `${name}: ${address}\r\n`;
  return phraseHeader(name, mailbox.name, `<${address}>`);
}

/** A header that holds a phrase and then something in angle brackets, such as List-Id, folded, with its CRLF. */
export function phraseHeader(name: string, phrase: string, bracketed: string): string {
  const head = `${name}: `;
  const line = foldLine(phrase);
  let text: string;
  if (/^[\w !#$%&'*+/=?^`{|}~-]*$/.test(line) && isPlain(line, maxLineLength - head.length)) {
    text = fold(head, line.split(' '));
  } else if (isPlain(line, maxLineLength - head.length - 20) && head.length + line.length < 60) {
    text = `${head}"${line.replace(/["\\]/g, '\\$&')}"`;
  } else {
    text = encodeWords(head, line);
  }
  const column = text.length - (text.lastIndexOf('\n') + 1);
  const gap = column + 1 + bracketed.length > maxLineLength ? '\r\n ' : ' ';
  return `${text}${gap}${bracketed}\r\n`;
}

/**
 * An address as it may stand in a header: whatever is neither a dot-atom's character nor `@` is taken out, so that no
 * value can become a second address or a second line.
 */
export function headerAddress(address: string): string {
  return address.replace(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]/g, '');
}

/**
 * An instant as RFC 5322, 3.3 writes it, in UTC.
 *
 * @example headerDate('2026-11-23T12:00:00.000Z') // 'Mon, 23 Nov 2026 12:00:00 +0000'
 */
export function headerDate(instant: string): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000');
}

/** Printable ASCII that nobody takes for an encoded-word, and whose words each fit a line. */
function isPlain(line: string, room: number): boolean {
  if (!/^[ -~]*$/.test(line) || line.includes('=?')) return false;
  return line.length <= room || line.split(' ').every((word) => word.length <= room);
}

function fold(head: string, words: readonly string[]): string {
  let out = '';
  let current = head + (words[0] ?? '');
  for (const word of words.slice(1)) {
    if (current.length + 1 + word.length > maxLineLength) {
      out += `${current}\r\n`;
      current = ` ${word}`;
    } else {
      current += ` ${word}`;
    }
  }
  return out + current;
}

/** The line as encoded-words alone, one a line: white space between two of them is not shown (RFC 2047, 6.2). */
function encodeWords(head: string, line: string): string {
  const points = Array.from(line.toWellFormed());
  // Q where it is shorter: mostly ASCII. Base64 costs 4 for 3.
  const quoted = points.map(quotePoint);
  const quotedLength = quoted.reduce((sum, piece) => sum + piece.length, 0);
  const useQ = quotedLength <= (utf8Length(points) * 4) / 3;
  const words: string[] = [];
  let room = maxLineLength - head.length - wordOverhead;
  let text = '';
  let used = 0;
  for (let index = 0; index < points.length; index++) {
    const point = points[index] ?? '';
    const size = useQ ? (quoted[index] ?? '').length : utf8Size(point);
    const needed = useQ ? used + size : Math.ceil((used + size) / 3) * 4;
    if (needed > room && text !== '') {
      words.push(word(text, useQ));
      text = '';
      used = 0;
      room = maxWordLength - wordOverhead;
    }
    text += useQ ? (quoted[index] ?? '') : point;
    used += size;
  }
  words.push(word(text, useQ));
  return head + words.join('\r\n ');
}

function word(text: string, useQ: boolean): string {
  return useQ ? `=?UTF-8?Q?${text}?=` : `=?UTF-8?B?${base64(text)}?=`;
}

/** A character in the Q encoding, in the alphabet that is safe in a phrase too (RFC 2047, 5 rule 3). */
function quotePoint(point: string): string {
  if (point === ' ') return '_';
  if (/^[A-Za-z0-9!*+/-]$/.test(point)) return point;
  return encodeURIComponent(point).replace(/%|^[^%]$/g, (piece) =>
    piece === '%' ? '=' : `=${piece.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function utf8Size(point: string): number {
  const code = point.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function utf8Length(points: readonly string[]): number {
  return points.reduce((sum, point) => sum + utf8Size(point), 0);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
