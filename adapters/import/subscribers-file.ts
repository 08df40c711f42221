import type { SubscriberRows } from '../../core/ports.ts';
import { readSubscribersCsv } from './subscribers-csv.ts';
import { readSubscribersJson } from './subscribers-json.ts';
import type { ReadOptions } from './subscribers-rows.ts';

/**
 * Reads subscribers from CSV or JSON, whichever the bytes are, as any of the programs that are known writes them.
 *
 * @param newsletter - whose standing counts in Pressrun's own JSON.
 * @throws {PressrunError} `SUBSCRIBERS_INVALID` when it is neither, or has no addresses.
 * @example for await (const { rows, refused } of readSubscribers(createReadStream(file), 'world-brief', { file })) …
 */
export async function* readSubscribers(
  bytes: AsyncIterable<Uint8Array>,
  newsletter: string,
  options: ReadOptions,
): AsyncGenerator<SubscriberRows> {
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  const again = async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  const start = first.done === true ? '' : new TextDecoder().decode(first.value.subarray(0, 200));
  // The zero bytes are UTF-16's.
  const isJson = /^[[{]/.test(start.replaceAll('\0', '').replaceAll('\ufffd', '').trim());
  yield* isJson ? readSubscribersJson(again(), newsletter, options) : readSubscribersCsv(again(), options);
}
