import type { ChangeEvent } from '../view.ts';

/** Whoever wants to know of changes: the tabs that are open. */
export class Events {
  readonly #listeners = new Set<(change: ChangeEvent) => void>();

  /** @returns what ends it. */
  listen(listener: (change: ChangeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: ChangeEvent): void {
    for (const listener of this.#listeners) listener(change);
  }
}
