import { addressHash } from '../../core/text/hash.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { subscribersShowCommand } from '../commands/subscribers-show.ts';
import { withPorts } from '../ports.ts';
import { readerOf } from '../readers.ts';

/** Shows one reader. */
export async function showReader(call: CallOf<typeof subscribersShowCommand>): Promise<ExitCode> {
  return withPorts<ExitCode>(call, async ({ subscribers }) => {
    const reader = await readerOf(call.args.email, subscribers);
    const hash = addressHash(reader.email);
    const bar = (await subscribers.suppressionsOf([hash])).get(hash);
    const suppression = bar === undefined ? null : { reason: bar.reason, detail: bar.detail, since: bar.since };
    const { id, email, newsletters, attributes, locale, timeZone, consent, createdAt } = reader;
    call.terminal.result({ ...reader, suppression }, () => [
      email,
      `  id          ${id}`,
      ...newsletters.map(({ slug, status, since }) => `  ${slug}: ${status} since ${since.slice(0, 10)}`),
      ...(suppression === null
        ? []
        : [
            `  suppressed  ${suppression.reason} since ${suppression.since.slice(0, 10)}${suppression.detail === null ? '' : `: ${suppression.detail}`}`,
          ]),
      `  language    ${locale ?? 'the publication’s'}`,
      `  time zone   ${timeZone ?? 'the newsletter’s'}`,
      `  consent     ${consent === null ? 'none recorded' : `${consent.source}, ${consent.at.slice(0, 10)}`}`,
      `  since       ${createdAt.slice(0, 10)}`,
      ...Object.entries(attributes).map(([name, value]) => `  ${name}: ${value}`),
    ]);
    return 0;
  });
}
