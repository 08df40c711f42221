import { type Feedback, type FeedbackKind, isComplaint, type ProviderEvent } from '../model/feedback.ts';
import type { Evidence } from '../model/ledger.ts';
import type { Suppression } from '../model/suppression.ts';
import type { FeedbackStore, Ledger, SubscriberStore } from '../ports.ts';
import { sha256 } from '../text/hash.ts';
import { isMachine } from './track-machine.ts';

/** Kinds that say that the provider took the message. */
const provesAcceptance: ReadonlySet<FeedbackKind> = new Set([
  'send',
  'delivery',
  'bounce',
  'complaint',
  'delay',
  'open',
  'click',
  'unsubscribe',
]);
/** Kinds that say that it will not be sent. */
const provesRefusal: ReadonlySet<FeedbackKind> = new Set(['reject', 'rendering-failure']);

const bouncesInARow = 5;
const rowMilliseconds = 7 * 86_400_000;
/** What a bar says that comes of bounces none of which was for good. It is how such a bar is told from others. */
const rowDetail = 'five bounces in a row over seven days';

export interface RecordFeedbackPorts {
  feedback: Pick<FeedbackStore, 'add' | 'ofSubscriber'>;
  ledger: Pick<Ledger, 'settle' | 'record'>;
  subscribers: Pick<SubscriberStore, 'suppress' | 'withdraw' | 'suppressionsOf'>;
}

/** What came of some events. */
export interface RecordedFeedback {
  events: number;
  /** Of editions' messages, and not known before. */
  fresh: number;
  /** Of all events. */
  kinds: Partial<Record<FeedbackKind, number>>;
}

/**
 * Keeps what the provider tells of messages, settles what is uncertain by it, and bars the addresses that must not be written to again.
 *
 * Events come at least once, in any order, or not at all. What this leaves behind depends on which came, not on how often or when;
 * one that was interrupted is done again from the start.
 *
 * - Whatever tells that the provider has the message makes its recipient accepted; a `reject` makes an attempt without an outcome rejected
 *   (DESIGN section 6: it is never sent again).
 * - A bounce for good and a complaint bar the address, from when they happened; so do five other bounces in a row, with no
 *   delivery between, over seven days. What is not younger than an operator's lift bars nothing.
 *
 * @throws {PressrunError} `STORE_UNAVAILABLE`, `LEDGER_UNAVAILABLE`: give the same events again.
 * @example await recordFeedback([readSesEvent(body)], { feedback, ledger, subscribers });
 */
export async function recordFeedback(
  events: readonly ProviderEvent[],
  ports: RecordFeedbackPorts,
): Promise<RecordedFeedback> {
  const ofEditions = events.filter(({ feedback }) => feedback.editionId !== '').map(counted);
  const feedback = ofEditions.map((event) => event.feedback);
  const fresh = await ports.feedback.add(feedback);
  // All of them and not what is fresh: an earlier call may have died after it had added them.
  await settleBy(feedback, ports.ledger);
  const bars = events.flatMap(barsOf);
  if (bars.length > 0) await ports.subscribers.suppress(bars);
  await judgeRows(ofEditions, ports);
  const kinds: RecordedFeedback['kinds'] = {};
  for (const { feedback: each } of events) kinds[each.kind] = (kinds[each.kind] ?? 0) + 1;
  return { events: events.length, fresh: fresh.length, kinds };
}

/** An open or a click is kept once by a person and once by a program, as `recordVisit` does: else one message could fill the store. */
function counted(event: ProviderEvent): ProviderEvent {
  const { feedback, visit } = event;
  if (visit === null) return event;
  const { kind, editionId, subscriberId, url } = feedback;
  const machine = feedback.isMachine || isMachine({ ...visit, isPrefetch: false });
  const link = url === null ? [] : [sha256(url).slice(0, 16)];
  const id = [kind, editionId, subscriberId, ...link, machine ? 'machine' : 'person'].join(':');
  return { ...event, feedback: { ...feedback, id, isMachine: machine } };
}

async function settleBy(feedback: readonly Feedback[], ledger: RecordFeedbackPorts['ledger']): Promise<void> {
  const ofAttempts = feedback.filter(({ attemptId }) => attemptId !== '');
  for (const { editionId, subscriberId, attemptId, providerMessageId, at, detail } of ofAttempts.filter(({ kind }) =>
    provesRefusal.has(kind),
  )) {
    const outcome = { subscriberId, attemptId, state: 'rejected', decidedAt: at, providerMessageId, detail } as const;
    await ledger.record(editionId, [outcome]);
  }
  const evidence = new Map<string, Evidence>();
  for (const { kind, editionId, subscriberId, attemptId, providerMessageId, at } of ofAttempts) {
    if (!provesAcceptance.has(kind)) continue;
    const key = `${editionId}\n${subscriberId}`;
    const known = evidence.get(key);
    if (known === undefined || at < known.at) {
      evidence.set(key, { editionId, subscriberId, attemptId, providerMessageId, at });
    }
  }
  if (evidence.size > 0) await ledger.settle([...evidence.values()]);
}

/** The bars that one event is reason enough for. */
function barsOf({ feedback, addressHashes }: Pick<ProviderEvent, 'feedback' | 'addressHashes'>): Suppression[] {
  const { kind, bounce, detail, at: since } = feedback;
  const isBounce = kind === 'bounce' && bounce === 'permanent';
  if (!isBounce && !isComplaint(feedback)) return [];
  const reason = isBounce ? 'bounce' : 'complaint';
  return addressHashes.map((addressHash) => ({ addressHash, reason, detail, since }));
}

/** Looks at the rows of bounces that these events may have ended, begun or broken. */
async function judgeRows(events: readonly ProviderEvent[], ports: RecordFeedbackPorts): Promise<void> {
  const isLight = ({ feedback: { kind, bounce } }: ProviderEvent) => kind === 'bounce' && bounce !== 'permanent';
  const deliveries = events.filter(({ feedback }) => feedback.kind === 'delivery');
  // A delivery matters where it breaks a row that was thought whole, for it came late.
  const hashes = [...new Set(deliveries.flatMap(({ addressHashes }) => addressHashes))];
  const bars = hashes.length === 0 ? new Map<string, Suppression>() : await ports.subscribers.suppressionsOf(hashes);
  const isDoubtful = (hash: string) => isOfRow(bars.get(hash));
  const concerned = new Map<string, { subscriberId: string; addressHash: string }>();
  for (const event of events) {
    for (const addressHash of event.addressHashes) {
      if (!isLight(event) && !(event.feedback.kind === 'delivery' && isDoubtful(addressHash))) continue;
      const { subscriberId } = event.feedback;
      concerned.set(`${subscriberId}\n${addressHash}`, { subscriberId, addressHash });
    }
  }
  for (const { subscriberId, addressHash } of concerned.values()) await judgeRow(subscriberId, addressHash, ports);
}

/** Makes the bar of an address what everything known of its subscriber says. */
async function judgeRow(
  subscriberId: string,
  addressHash: string,
  { feedback, subscribers }: RecordFeedbackPorts,
): Promise<void> {
  for (;;) {
    const known = await feedback.ofSubscriber(subscriberId);
    const rows = rowsOf(known).map(
      (since): Suppression => ({ addressHash, reason: 'bounce', detail: rowDetail, since }),
    );
    const standing = (await subscribers.suppressionsOf([addressHash])).get(addressHash);
    const isWrong = isOfRow(standing) && !rows.some(({ since }) => since === standing?.since);
    if (standing !== undefined && isWrong && (await subscribers.withdraw(standing))) {
      // It may have hidden a younger bar, which is then the one that stands.
      const hidden = known.flatMap((each) => barsOf({ feedback: each, addressHashes: [addressHash] }));
      await subscribers.suppress(hidden);
    }
    // The bar of somebody who was forgotten is lighter, and may not be lost with a row that turns out wrong.
    if (rows.length > 0 && standing?.reason !== 'unsubscribe') await subscribers.suppress(rows);
    // Whoever adds a delivery meanwhile looks at the bar before it stands, or is seen here.
    if (rows.length === 0 || (await feedback.ofSubscriber(subscriberId)).length === known.length) return;
  }
}

function isOfRow(bar: Suppression | undefined): boolean {
  return bar?.reason === 'bounce' && bar.detail === rowDetail;
}

/** When each row of bounces became long enough. The next begins after it. */
function rowsOf(feedback: readonly Feedback[]): string[] {
  const results = feedback.filter(
    ({ kind, bounce }) => kind === 'delivery' || (kind === 'bounce' && bounce !== 'permanent'),
  );
  results.sort((a, b) => (a.at === b.at ? compare(a.id, b.id) : compare(a.at, b.at)));
  const rows: string[] = [];
  let begunAt = 0;
  let messages = new Set<string>();
  for (const { kind, editionId, at } of results) {
    if (kind === 'delivery') {
      messages = new Set();
      continue;
    }
    if (messages.size === 0) begunAt = Date.parse(at);
    messages.add(editionId);
    if (messages.size < bouncesInARow || Date.parse(at) - begunAt < rowMilliseconds) continue;
    rows.push(at);
    messages = new Set();
  }
  return rows;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
