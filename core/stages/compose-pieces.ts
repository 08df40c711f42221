import type { Allocate } from '../model/message.ts';

/**
 * A part of the document that is the same in every message, encoded: as bytes, and as a form carries them, for each of the three
 * places in a base64 group at which it may begin.
 */
export interface StaticPiece {
  readonly bytes: Buffer;
  /** By how many bytes of an unfinished group stand before the piece. */
  readonly inForm: readonly [FormPiece, FormPiece, FormPiece];
}

interface FormPiece {
  /** How many bytes of the piece finish the group begun before it. */
  readonly skip: number;
  /** The whole groups after those, in base64, percent-encoded. */
  readonly encoded: Buffer;
  /** How many bytes of an unfinished group are left at the end. */
  readonly left: number;
}

const slabLength = 1 << 20;

const base64Alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/**
 * Fresh memory, cut from slabs of a megabyte: a slab for each message of its own costs the collector more than composing does. What is
 * cut off is never given twice; a slab lives as long as anything cut from it.
 */
export function slabMemory(): Allocate {
  let slab = Buffer.alloc(0);
  let used = 0;
  return (length) => {
    if (length > slabLength / 4) return Buffer.allocUnsafeSlow(length);
    if (used + length > slab.length) {
      slab = Buffer.allocUnsafeSlow(slabLength);
      used = 0;
    }
    const start = used;
    used += length;
    return slab.subarray(start, used);
  };
}

/** @param text - ASCII. */
export function staticPiece(text: string): StaticPiece {
  const bytes = Buffer.from(text, 'latin1');
  return { bytes, inForm: [formPiece(bytes, 0), formPiece(bytes, 1), formPiece(bytes, 2)] };
}

function formPiece(bytes: Buffer, before: number): FormPiece {
  const skip = Math.min((3 - before) % 3, bytes.length);
  const left = (before + bytes.length) % 3;
  const whole = bytes.subarray(skip, Math.max(skip, bytes.length - left));
  return { skip, left, encoded: Buffer.from(percentEncoded(whole.toString('base64')), 'latin1') };
}

function percentEncoded(base64: string): string {
  return base64.replaceAll('+', '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D');
}

/**
 * Joins the pieces with the slots' values between them.
 *
 * @param slots - `slots[i]`, an index into `values`, stands after `pieces[i]`.
 * @param values - ASCII.
 */
export function joinBytes(
  pieces: readonly StaticPiece[],
  slots: readonly number[],
  values: readonly string[],
  allocate: Allocate,
): Uint8Array {
  let length = 0;
  for (const piece of pieces) length += piece.bytes.length;
  for (const slot of slots) length += values[slot]?.length ?? 0;
  const joined = asBuffer(allocate(length));
  let at = 0;
  for (let index = 0; index < pieces.length; index++) {
    const bytes = pieces[index]?.bytes;
    if (bytes === undefined) continue;
    joined.set(bytes, at);
    at += bytes.length;
    const value = values[slots[index] ?? -1];
    if (value !== undefined) at += joined.write(value, at, value.length, 'latin1');
  }
  return joined.subarray(0, length);
}

/**
 * The joined bytes in base64, percent-encoded as a form's value, with `prefix` (ASCII) before them. The static pieces are
 * copied; only the values, and the groups at their edges, are encoded here.
 */
export function joinAsFormValue(
  prefix: string,
  pieces: readonly StaticPiece[],
  slots: readonly number[],
  values: readonly string[],
  allocate: Allocate,
): Uint8Array {
  const writer = new FormWriter(prefix, allocate(prefix.length + longestForm(pieces, slots, values)));
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece !== undefined) writer.copy(piece);
    const value = values[slots[index] ?? -1];
    if (value !== undefined) writer.encode(value);
  }
  return writer.end();
}

/** No character of base64 takes more than three bytes, and no piece adds more than a group on either side. */
function longestForm(pieces: readonly StaticPiece[], slots: readonly number[], values: readonly string[]): number {
  let length = 0;
  for (const { inForm } of pieces) {
    length += 24 + Math.max(inForm[0].encoded.length, inForm[1].encoded.length, inForm[2].encoded.length);
  }
  for (const slot of slots) length += 12 + 4 * (values[slot]?.length ?? 0);
  return length;
}

function asBuffer(memory: Uint8Array): Buffer {
  return Buffer.isBuffer(memory) ? memory : Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);
}

class FormWriter {
  readonly #target: Buffer;
  #at: number;
  /** The bytes of the group that is not whole yet: how many, and what they are. */
  #held = 0;
  #group = 0;

  constructor(prefix: string, target: Uint8Array) {
    this.#target = asBuffer(target);
    this.#at = this.#target.write(prefix, 0, prefix.length, 'latin1');
  }

  copy(piece: StaticPiece): void {
    const { bytes } = piece;
    const { skip, encoded, left } = piece.inForm[this.#held as 0 | 1 | 2];
    for (let index = 0; index < skip; index++) this.#byte(bytes[index] ?? 0);
    this.#target.set(encoded, this.#at);
    this.#at += encoded.length;
    for (let index = Math.max(skip, bytes.length - left); index < bytes.length; index++) this.#byte(bytes[index] ?? 0);
  }

  /** @param value - ASCII. */
  encode(value: string): void {
    const { length } = value;
    let index = 0;
    while (this.#held > 0 && index < length) this.#byte(value.charCodeAt(index++));
    const target = this.#target;
    let at = this.#at;
    for (; index + 2 < length; index += 3) {
      const group = (value.charCodeAt(index) << 16) | (value.charCodeAt(index + 1) << 8) | value.charCodeAt(index + 2);
      at = writeGroup(target, at, group);
    }
    this.#at = at;
    while (index < length) this.#byte(value.charCodeAt(index++));
  }

  end(): Uint8Array {
    const missing = (3 - this.#held) % 3;
    for (let index = 0; index < missing; index++) this.#byte(0);
    // What stands for the bytes that are not there gives way to padding (RFC 4648, 4), `=` percent-encoded.
    this.#at -= missing;
    for (let index = 0; index < missing; index++) this.#at += this.#target.write('%3D', this.#at, 3, 'latin1');
    return this.#target.subarray(0, this.#at);
  }

  #byte(byte: number): void {
    this.#group = (this.#group << 8) | byte;
    this.#held += 1;
    if (this.#held < 3) return;
    this.#at = writeGroup(this.#target, this.#at, this.#group);
    this.#held = 0;
    this.#group = 0;
  }
}

/** Writes three bytes as four characters of base64, percent-encoded. @returns where the next group goes. */
function writeGroup(target: Buffer, start: number, group: number): number {
  let at = start;
  for (let shift = 18; shift >= 0; shift -= 6) {
    const sextet = (group >> shift) & 63;
    if (sextet < 62) {
      target[at++] = base64Alphabet[sextet] ?? 0;
    } else {
      target[at] = 0x25;
      target[at + 1] = 0x32;
      target[at + 2] = sextet === 62 ? 0x42 : 0x46;
      at += 3;
    }
  }
  return at;
}
