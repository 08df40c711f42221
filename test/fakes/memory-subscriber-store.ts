import { PressrunError } from '../../core/errors.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import {
  type Lift,
  type Suppression,
  type SuppressionReason,
  weightierSuppression,
} from '../../core/model/suppression.ts';
import type { SubscriberStore } from '../../core/ports.ts';
import { addressHash } from '../../core/text/hash.ts';

/** Subscribers and suppressions in memory, with every promise of the port kept. */
export class MemorySubscriberStore implements SubscriberStore {
  readonly #subscribers = new Map<string, Subscriber>();
  /** By address in lower case. */
  #ids = new Map<string, string>();
  readonly #bars = new Map<string, Suppression>();
  readonly #lifts: Lift[] = [];

  async *candidates(newsletter: string) {
    for (const { id, email, newsletters } of [...this.#subscribers.values()]) {
      const standing = newsletters.find(({ slug }) => slug === newsletter);
      if (standing !== undefined) {
        yield [{ subscriberId: id, email, status: standing.status, suppression: this.#barOf(email) }];
      }
    }
  }

  async dispatchable(ids: readonly string[]) {
    return new Map(
      ids.flatMap((id) => {
        const subscriber = this.#subscribers.get(id);
        return subscriber === undefined
          ? []
          : [[id, { subscriber: structuredClone(subscriber), suppression: this.#barOf(subscriber.email) }]];
      }),
    );
  }

  async byEmails(emails: readonly string[]) {
    return this.#byEmails(emails);
  }

  async byId(id: string) {
    return structuredClone(this.#subscribers.get(id) ?? null);
  }

  async save(subscribers: readonly Subscriber[]) {
    this.#write(subscribers);
  }

  async change(id: string, decide: (standing: Subscriber) => Subscriber | null) {
    const standing = this.#subscribers.get(id);
    if (standing === undefined) return null;
    const changed = decide(structuredClone(standing));
    if (changed !== null) this.#write([changed]);
    return changed ?? standing;
  }

  async merge(
    emails: readonly string[],
    decide: (
      standing: ReadonlyMap<string, Subscriber>,
      barred: ReadonlyMap<string, SuppressionReason>,
    ) => readonly Subscriber[],
  ) {
    const barred = new Map<string, SuppressionReason>();
    for (const email of emails) {
      const reason = this.#barOf(email);
      if (reason !== null) barred.set(email, reason);
    }
    this.#write(decide(this.#byEmails(emails), barred));
  }

  async *all() {
    for (const subscriber of [...this.#subscribers.values()]) yield [structuredClone(subscriber)];
  }

  async delete(id: string) {
    this.#ids.delete(this.#subscribers.get(id)?.email.toLowerCase() ?? '');
    return this.#subscribers.delete(id);
  }

  async suppress(suppressions: readonly Suppression[]) {
    for (const suppression of suppressions) {
      const { addressHash: hash, since } = suppression;
      if (this.#lifts.some((lift) => lift.addressHash === hash && lift.at >= since)) continue;
      const standing = this.#bars.get(hash);
      this.#bars.set(hash, standing === undefined ? suppression : weightierSuppression(standing, suppression));
    }
  }

  async withdraw({ addressHash: hash, reason, detail, since }: Suppression) {
    const bar = this.#bars.get(hash);
    if (bar?.reason !== reason || bar.detail !== detail || bar.since !== since) return false;
    return this.#bars.delete(hash);
  }

  async *suppressions() {
    if (this.#bars.size > 0) yield [...this.#bars.values()];
  }

  async suppressionsOf(addressHashes: readonly string[]) {
    return new Map(
      addressHashes.flatMap((hash) => {
        const bar = this.#bars.get(hash);
        return bar === undefined ? [] : [[hash, bar]];
      }),
    );
  }

  async lift(hash: string, at: string, reason: string) {
    const bar = this.#bars.get(hash);
    if (bar === undefined) return false;
    const { addressHash: _, ...lifted } = bar;
    this.#bars.delete(hash);
    this.#lifts.push({ addressHash: hash, at, reason, lifted });
    return true;
  }

  async *lifts() {
    if (this.#lifts.length > 0) yield [...this.#lifts];
  }

  #barOf(email: string): SuppressionReason | null {
    return this.#bars.get(addressHash(email))?.reason ?? null;
  }

  #byEmails(emails: readonly string[]) {
    const found = new Map<string, Subscriber>();
    for (const email of emails) {
      const subscriber = this.#subscribers.get(this.#ids.get(email.toLowerCase()) ?? '');
      if (subscriber !== undefined) found.set(email, structuredClone(subscriber));
    }
    return found;
  }

  #write(subscribers: readonly Subscriber[]) {
    const ids = new Map(this.#ids);
    for (const { id } of subscribers) {
      const standing = this.#subscribers.get(id);
      if (standing !== undefined) ids.delete(standing.email.toLowerCase());
    }
    for (const { id, email } of subscribers) {
      const key = email.toLowerCase();
      if (ids.has(key) && ids.get(key) !== id) {
        throw new PressrunError('SUBSCRIBERS_INVALID', 'Two subscribers would have one address.');
      }
      ids.set(key, id);
    }
    this.#ids = ids;
    for (const subscriber of subscribers) this.#subscribers.set(subscriber.id, structuredClone(subscriber));
  }
}
