import type { Mailbox } from '../model/mailbox.ts';
import { foldLine } from '../model/scalars.ts';

/** Longest header line; one that holds an encoded-word must not exceed it (RFC 2047, 2). */
const maxLineLength = 76;
/** Longest encoded-word (RFC 2047, 2). */
const maxWordLength = 75;
const wordOverhead = '=?UTF-8?Q??='.length;

// What folding leaves as it is.
const singleSpaced = /^[!-~]+(?: [!-~]+)*$/;

const quotedAscii: readonly string[] = Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z0-9!*+/-]/.test(character)) return character;
  return code === 0x20 ? '_' : `=${code.toString(16).toUpperCase().padStart(2, '0')}`;
});

/**
 * A header of unstructured text, such as Subject, folded, with its CRLF. Plain where it can be, else encoded-words of RFC
 * 2047, none of which splits a character. White space is folded to single spaces first, so no value can add a line.
 *
 * @example unstructuredHeader('Subject', 'Café') // 'Subject: =?UTF-8?Q?Caf=C3=A9?=\r\n'
 */
export function unstructuredHeader(name: string, value: string): string {
  const head = `${name}: `;
  if (value.length <= maxLineLength - head.length && singleSpaced.test(value) && !value.includes('=?')) {
    return `${head}${value}\r\n`;
  }
  const line = foldLine(value);
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
  const text = line.toWellFormed();
  // Q where it is shorter: mostly ASCII. Base64 costs 4 for 3.
  const useQ = quotedLength(text) <= (utf8Length(text) * 4) / 3;
  let out = head;
  let room = maxLineLength - head.length - wordOverhead;
  let word = '';
  let used = 0;
  for (const point of text) {
    const piece = useQ ? quotePoint(point) : point;
    const size = useQ ? piece.length : utf8Size(point);
    if ((useQ ? used + size : Math.ceil((used + size) / 3) * 4) > room && word !== '') {
      out += `${encodedWord(word, useQ)}\r\n `;
      word = '';
      used = 0;
      room = maxWordLength - wordOverhead;
    }
    word += piece;
    used += size;
  }
  return out + encodedWord(word, useQ);
}

function encodedWord(content: string, useQ: boolean): string {
  return useQ
    ? `=?UTF-8?Q?${content}?=`
    : `=?UTF-8?B?${btoa(String.fromCharCode(...new TextEncoder().encode(content)))}?=`;
}

function quotedLength(text: string): number {
  let length = 0;
  for (const point of text) length += quotePoint(point).length;
  return length;
}

/** A character in the Q encoding, in the alphabet that is safe in a phrase too (RFC 2047, 5 rule 3). */
function quotePoint(point: string): string {
  return quotedAscii[point.codePointAt(0) ?? 0] ?? encodeURIComponent(point).replaceAll('%', '=');
}

function utf8Length(text: string): number {
  let length = 0;
  for (const point of text) length += utf8Size(point);
  return length;
}

function utf8Size(point: string): number {
  const code = point.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
