import { addTallies, emptyTally, type Feedback, tallyOfMessage } from '../../core/model/feedback.ts';
import type { FeedbackStore } from '../../core/ports.ts';

/** Feedback in memory. */
export class MemoryFeedbackStore implements FeedbackStore {
  readonly #feedback = new Map<string, Feedback>();

  async add(feedback: readonly Feedback[]) {
    const fresh: Feedback[] = [];
    for (const each of feedback) {
      if (this.#feedback.has(each.id)) continue;
      this.#feedback.set(each.id, { ...each });
      fresh.push(each);
    }
    return fresh;
  }

  async *of(editionId: string) {
    const found = [...this.#feedback.values()].filter((each) => each.editionId === editionId);
    if (found.length > 0) yield found.map((each) => ({ ...each }));
  }

  async ofSubscriber(subscriberId: string) {
    const found = [...this.#feedback.values()].filter((each) => each.subscriberId === subscriberId);
    return found.map((each) => ({ ...each }));
  }

  async tally(editionId: string) {
    const messages = new Map<string, Feedback[]>();
    for (const each of this.#feedback.values()) {
      if (each.editionId !== editionId) continue;
      messages.set(each.subscriberId, [...(messages.get(each.subscriberId) ?? []), each]);
    }
    return [...messages.values()].map(tallyOfMessage).reduce((sum, each) => addTallies(sum, each), emptyTally);
  }
}
