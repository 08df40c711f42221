import { type BounceType, type Feedback, isComplaint } from '../model/feedback.ts';
import type { LearnedCounts, TrackedCounts } from '../model/report.ts';

// What is known of one recipient, a bit each: an edition may have millions.
const delivered = 1;
const permanent = 2;
const transient = 4;
const undetermined = 8;
const complained = 16;
const delayed = 32;
const unsubscribed = 64;
const refused = 128;
const openedByPerson = 256;
const openedByMachine = 512;
const clickedByPerson = 1_024;
const clickedByMachine = 2_048;
const handedOn = 4_096;
/** What a provider tells; the rest readers do. */
const told = delivered | permanent | transient | undetermined | complained | delayed | refused | handedOn;

const bounceBits: Record<BounceType, number> = { permanent, transient, undetermined };

/** Counts what was learned of an edition, in whatever order and however often it comes. */
export class LearnedTally {
  readonly #recipients = new Map<string, number>();
  readonly #links = new Map<string, { people: Set<string>; machines: Set<string> }>();
  #other = 0;

  add(feedback: Feedback): void {
    if (feedback.kind === 'other') this.#other += 1;
    if (feedback.kind === 'click' && feedback.url !== null) this.#follow(feedback.url, feedback);
    const bit = bitOf(feedback);
    if (bit === 0) return;
    const { subscriberId } = feedback;
    this.#recipients.set(subscriberId, (this.#recipients.get(subscriberId) ?? 0) | bit);
  }

  #follow(url: string, { subscriberId, isMachine }: Feedback): void {
    const link = this.#links.get(url) ?? { people: new Set(), machines: new Set() };
    this.#links.set(url, link);
    (isMachine ? link.machines : link.people).add(subscriberId);
  }

  learned(): LearnedCounts {
    const count = (holds: (bits: number) => boolean): number => {
      let found = 0;
      for (const bits of this.#recipients.values()) if (holds(bits)) found += 1;
      return found;
    };
    const has = (bit: number) => count((bits) => (bits & bit) !== 0);
    const arrived = (bits: number) => (bits & delivered) !== 0;
    return {
      heardOf: has(told),
      delivered: has(delivered),
      bounced: {
        permanent: has(permanent),
        transient: count((bits) => (bits & (permanent | transient)) === transient && !arrived(bits)),
        undetermined: count(
          (bits) => (bits & (permanent | transient | undetermined)) === undetermined && !arrived(bits),
        ),
      },
      automaticAnswers: count(
        (bits) => (bits & permanent) === 0 && (bits & (transient | undetermined)) !== 0 && arrived(bits),
      ),
      complained: has(complained),
      delayed: has(delayed),
      waiting: count((bits) => (bits & ~(openedByMachine | clickedByMachine | handedOn)) === delayed),
      unsubscribed: has(unsubscribed),
      refusedAfterwards: has(refused),
      other: this.#other,
    };
  }

  /** @param links - every address that is counted of the edition, so that one that nobody followed is told too. */
  tracked(links: readonly string[]): TrackedCounts {
    const has = (bit: number): number => {
      let found = 0;
      for (const bits of this.#recipients.values()) if ((bits & bit) !== 0) found += 1;
      return found;
    };
    const urls = [...new Set([...links, ...this.#links.keys()])];
    const counted = urls.map((url) => {
      const link = this.#links.get(url);
      return { url, people: link?.people.size ?? 0, machines: link?.machines.size ?? 0 };
    });
    return {
      opens: { people: has(openedByPerson), machines: has(openedByMachine) },
      clicks: { people: has(clickedByPerson), machines: has(clickedByMachine) },
      links: counted.sort((a, b) => b.people - a.people || b.machines - a.machines),
    };
  }
}

function bitOf(feedback: Feedback): number {
  const { kind, bounce, isMachine } = feedback;
  switch (kind) {
    case 'delivery':
      return delivered;
    case 'bounce':
      return bounceBits[bounce ?? 'undetermined'];
    case 'complaint':
      return isComplaint(feedback) ? complained : 0;
    case 'delay':
      return delayed;
    case 'unsubscribe':
      return unsubscribed;
    case 'reject':
    case 'rendering-failure':
      return refused;
    case 'open':
      return isMachine ? openedByMachine : openedByPerson;
    case 'click':
      return isMachine ? clickedByMachine : clickedByPerson;
    case 'send':
      return handedOn;
    case 'other':
      return 0;
  }
}
