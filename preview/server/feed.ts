import { setImmediate } from 'node:timers/promises';
import type { SSEStreamingApi } from 'hono/streaming';
import type { ChangeEvent, EditionAnswer, EditionQuery } from '../view.ts';
import { editionAnswer, htmlAnswer } from './edition-answers.ts';
import type { Events } from './events.ts';
import type { Room } from './room.ts';

/** A ping keeps proxies and tunnels from closing a stream in which nothing happens. */
const pingMilliseconds = 25_000;

/**
 * What one tab is told unasked: `hello`, the `edition` it looks at, and after each change that edition again, before
 * anything else that follows from the change. Ends when the tab goes.
 *
 * @param query - null: it looks at none.
 */
export async function feed(
  stream: SSEStreamingApi,
  query: EditionQuery | null,
  room: Room,
  events: Events,
): Promise<void> {
  const tell = (event: string, value: unknown) => stream.writeSSE({ event, data: JSON.stringify(value) });
  let shown = 0;
  const show = async (): Promise<void> => {
    // Of changes that came faster than editions are made, the last is shown.
    if (query === null || shown === room.workspace.generation) return;
    shown = room.workspace.generation;
    await tell('edition', await answered(htmlAnswer(query, room), room));
    // The text part is rendered when the HTML is on its way; its faults are told then.
    await setImmediate();
    const whole = await answered(editionAnswer(query, room), room);
    if ('fault' in whole && whole.fault !== null) await tell('edition', whole);
  };
  let turn = tell('hello', room.workspace.generation).then(show);
  const stop = events.listen((change: ChangeEvent) => {
    turn = turn.then(show).then(() => tell('change', change));
  });
  const ping = setInterval(() => void tell('ping', null), pingMilliseconds);
  await new Promise<void>((resolve) => {
    stream.onAbort(resolve);
    // One that was closed before anyone listened for it.
    if (stream.aborted) resolve();
  });
  clearInterval(ping);
  stop();
}

/** An answer, or what is to be said in its place. */
async function answered(answer: Promise<EditionAnswer>, { workspace }: Room) {
  try {
    return await answer;
  } catch (error) {
    return { refused: workspace.faultOf(error) };
  }
}
