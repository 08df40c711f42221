import { Drop } from 'liquidjs';
import type { MergeField } from '../model/rendered-edition.ts';
import { readerLinks } from '../model/rendered-edition.ts';
import { sha256 } from '../text/hash.ts';

type MergeValue = MergeField['value'];

/**
 * What stands in a template where something goes that differs between recipients. It can be written out, given a default
 * and handed on; a template cannot look at it, for it has no value before `compose`.
 */
export class MergeSlot extends Drop {
  readonly #value: MergeValue;

  constructor(value: MergeValue) {
    super();
    this.#value = value;
  }

  static read(slot: MergeSlot): MergeValue {
    return slot.#value;
  }

  /** The same field with another default; a link has none. */
  static withDefault(slot: MergeSlot, text: string): MergeSlot {
    return slot.#value.kind === 'attribute' ? new MergeSlot({ ...slot.#value, default: text }) : slot;
  }

  /** Liquid asks for this in conditions, comparisons and loops. */
  override valueOf(): never {
    throw new MergeFieldMisuse(`${mergeName(this.#value)} differs between readers: a template can only write it out`);
  }
}

/** `recipient` in a template: every attribute is a merge field. */
export class RecipientDrop extends Drop {
  override liquidMethodMissing(key: string | number): MergeSlot {
    return new MergeSlot({ kind: 'attribute', name: String(key), default: '' });
  }

  override valueOf(): never {
    throw new MergeFieldMisuse('recipient differs between readers: write one of its attributes, recipient.<attribute>');
  }
}

/** A merge field used as if it had a value. */
export class MergeFieldMisuse extends Error {}

/** `links` in a template. */
export function linkSlots(): Record<string, MergeSlot> {
  return Object.fromEntries(readerLinks.map((link) => [link, new MergeSlot({ kind: 'link', link })]));
}

/** A merge field as a template writes it, such as `recipient.first_name`. */
export function mergeName(value: MergeValue): string {
  if (value.kind === 'attribute') return `recipient.${value.name}`;
  return value.kind === 'link' ? `links.${value.link}` : value.kind;
}

/** Gives each field that is written out its marker: one for each name and default. */
export class MergeMarkers {
  readonly #nonce: string;
  readonly #fields = new Map<string, MergeField>();

  /** @param content - what no marker may stand in by chance or by design: the edition, as JSON. */
  constructor(content: string) {
    this.#nonce = nonceOf(content);
  }

  markerOf(slot: MergeSlot): string {
    const value = MergeSlot.read(slot);
    const key = JSON.stringify(value);
    const known = this.#fields.get(key);
    if (known !== undefined) return known.marker;
    // `z` ends it, so that no marker is the beginning of another.
    const marker = `pr${this.#nonce}x${this.#fields.size}z`;
    this.#fields.set(key, { marker, value });
    return marker;
  }

  /** In the order they were first written out. */
  fields(): MergeField[] {
    return [...this.#fields.values()];
  }
}

/** 80 bits of the content's hash; hashed again in the case, not to be met, that the content holds them. */
function nonceOf(content: string): string {
  let nonce = sha256(content).slice(0, 20);
  while (content.includes(nonce)) nonce = sha256(nonce).slice(0, 20);
  return nonce;
}
