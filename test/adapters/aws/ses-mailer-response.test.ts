import { describe, expect, test } from '@jest/globals';
import { HttpAnswerReader } from '../../../adapters/aws/ses-mailer-response.ts';

const body = '<MessageId>0100</MessageId>';
const whole = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<Mess\r\n16;x=y\r\nageId>0100</MessageId>\r\n0\r\n\r\n`;

function read(...parts: string[]) {
  const reader = new HttpAnswerReader();
  return parts.map((part) => {
    const answer = reader.push(Buffer.from(part, 'latin1'));
    return answer === null ? null : { ...answer, body: answer.body.toString('latin1') };
  });
}

describe('HttpAnswerReader', () => {
  test('reads an answer with its length declared', () => {
    expect(read(whole)).toEqual([
      {
        status: 200,
        headers: {
          'content-type': 'text/xml',
          date: 'Mon, 23 Nov 2026 12:00:00 GMT',
          'content-length': String(body.length),
        },
        body,
        keepsOpen: true,
      },
    ]);
  });

  test.each([whole, chunked, `HTTP/1.1 100 Continue\r\n\r\n${whole}`])('wherever it is cut: %#', (answer) => {
    for (let at = 1; at < answer.length; at++) {
      const [first, second] = read(answer.slice(0, at), answer.slice(at));
      expect(first).toBeNull();
      expect(second).toMatchObject({ status: 200, body });
    }
  });

  test('reads it byte by byte', () => {
    for (const answer of [whole, chunked]) {
      const answers = read(...answer);
      expect(answers.slice(0, -1).every((one) => one === null)).toBe(true);
      expect(answers.at(-1)).toMatchObject({ body });
    }
  });

  test('says when the connection is not to be used again', () => {
    expect(read('HTTP/1.1 400 Bad\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')[0]).toMatchObject({
      status: 400,
      keepsOpen: false,
      body: '',
    });
  });

  test.each([
    ['not HTTP', '\u0016\u0003\u0001'],
    ['another version', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['no status', 'HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['an encoding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
    ['a header that is none', 'HTTP/1.1 200 OK\r\nContent-Length 0\r\n\r\n'],
    ['chunks that are none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a chunk of another length', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n'],
    ['more than the answer', `${whole}x`],
    ['more than the chunks', `${chunked}x`],
    ['another protocol', 'HTTP/1.1 101 Switching\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`],
  ])('throws at %s', (_, answer) => {
    expect(() => read(answer)).toThrow();
  });
});
