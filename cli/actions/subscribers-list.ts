import type { Subscriber } from '../../core/model/subscriber.ts';
import type { SubscriberStore } from '../../core/ports.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { subscribersListCommand } from '../commands/subscribers-list.ts';
import { withPorts } from '../ports.ts';
import { counted, number } from '../report-text.ts';

type ListCall = CallOf<typeof subscribersListCommand>;

/** Lists readers, the first so many of them. */
export async function listReaders(call: ListCall): Promise<ExitCode> {
  const { limit, newsletter } = call.options;
  return withPorts<ExitCode>(call, async ({ subscribers }) => {
    const listed: Subscriber[] = [];
    let more = 0;
    for await (const subscriber of matching(call, subscribers)) {
      if (listed.length < limit) listed.push(subscriber);
      else more += 1;
    }
    call.terminal.result(listed, () => [
      ...listed.map((subscriber) => `${subscriber.email.padEnd(40)}  ${standing(subscriber, newsletter)}`),
      more === 0 ? counted(listed.length, 'reader') : `and ${number(more)} more; --limit shows them`,
    ]);
    return 0;
  });
}

async function* matching({ options }: ListCall, subscribers: SubscriberStore): AsyncGenerator<Subscriber> {
  for await (const page of subscribers.all()) {
    for (const subscriber of page) {
      const held = subscriber.newsletters.filter(
        ({ slug }) => options.newsletter === null || slug === options.newsletter,
      );
      const isAsked =
        options.status === null
          ? options.newsletter === null || held.length > 0
          : held.some(({ status }) => status === options.status);
      if (isAsked) yield subscriber;
    }
  }
}

function standing({ newsletters }: Subscriber, newsletter: string | null): string {
  if (newsletter !== null) return newsletters.find(({ slug }) => slug === newsletter)?.status ?? '';
  return newsletters.map(({ slug, status }) => `${slug} ${status}`).join(', ') || 'no newsletter';
}
