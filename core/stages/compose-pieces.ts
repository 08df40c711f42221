/** A part of the document that is the same in every message, encoded. */
export interface StaticPiece {
  readonly bytes: Buffer;
}

/** @param text - ASCII. */
export function staticPiece(text: string): StaticPiece {
  return { bytes: Buffer.from(text, 'latin1') };
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
): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [index, piece] of pieces.entries()) {
    parts.push(piece.bytes);
    const slot = slots[index];
    if (slot !== undefined) parts.push(Buffer.from(values[slot] ?? '', 'latin1'));
  }
  return Buffer.concat(parts);
}

/** The joined bytes in base64, percent-encoded for a form, with `prefix` before them. */
export function joinAsFormValue(
  prefix: string,
  pieces: readonly StaticPiece[],
  slots: readonly number[],
  values: readonly string[],
): Uint8Array {
  const joined = Buffer.from(joinBytes(pieces, slots, values));
  return Buffer.from(prefix + encodeURIComponent(joined.toString('base64')), 'latin1');
}
