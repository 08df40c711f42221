import { createSocket } from 'node:dgram';

/** A name server on loopback that knows TXT records alone, each of one string of at most 255 bytes (RFC 1035). */
export async function startDns(records: Readonly<Record<string, readonly string[]>>) {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    // One question after a header of twelve bytes: labels, an empty one, type and class.
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const question = query.subarray(12, at + 5);
    const texts = records[labels.join('.').toLowerCase()] ?? [];
    const answers = texts.map((text) => {
      const data = Buffer.from(text);
      // A pointer to the question's name, TXT, IN, a minute.
      const head = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, data.length + 1, data.length]);
      return Buffer.concat([head, data]);
    });
    const code = texts.length === 0 ? 3 : 0;
    const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80 + code, 0, 1, 0, answers.length, 0, 0, 0, 0]);
    socket.send(Buffer.concat([header, question, ...answers]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    server: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise<void>((resolve) => socket.close(resolve)),
  };
}
