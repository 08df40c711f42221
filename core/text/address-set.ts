import { addressHash } from './hash.ts';

/** Addresses seen, compared without regard to case: 52 bits of each one's hash, in sixteen bytes an address at most. */
export class AddressSet {
  #slots = new Float64Array(1024);
  #size = 0;

  /** @returns whether it is new. */
  add(email: string): boolean {
    // Zero is an empty slot.
    if (!insert(this.#slots, Number.parseInt(addressHash(email).slice(0, 13), 16) + 1)) return false;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) {
      const larger = new Float64Array(this.#slots.length * 2);
      for (const value of this.#slots) if (value !== 0) insert(larger, value);
      this.#slots = larger;
    }
    return true;
  }
}

function insert(slots: Float64Array, value: number): boolean {
  for (let at = value % slots.length; ; at = (at + 1) % slots.length) {
    if (slots[at] === value) return false;
    if (slots[at] === 0) {
      slots[at] = value;
      return true;
    }
  }
}
