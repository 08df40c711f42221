/** Of twice the width of a Latin letter in type of one width: Han, kana, Hangul, and their punctuation and full forms (UAX #11). */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\u30fc\uff01-\uff60\uffe0-\uffe6]/u;
const ascii = /^[ -~]*$/;
/** Stands above, below or inside its letter, or shows nothing. */
const narrowest = /[\p{M}\p{Cf}]/u;

/** No line begins with these (JIS X 4051): they belong to what stands before. */
const closing = /^[\p{Pe}\p{Pf}\p{M}、。,.，．・：；:;！？!?ー々〜…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ’”]/u;
/** No line ends with these: they belong to what comes. */
const opening = /[\p{Ps}\p{Pi}‘“]$/u;

/** How many columns a text takes in type of one width. */
export function columnsOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += narrowest.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/**
 * A word in the pieces between which a line may end: languages that put no space between words break between letters.
 *
 * @example breakable('水門、開く') // ['水', '門、', '開', 'く']
 */
export function breakable(word: string): string[] {
  if (!wide.test(word)) return [word];
  const pieces: string[] = [];
  for (const character of word) {
    const before = pieces.at(-1);
    const apart =
      before === undefined ||
      ((wide.test(character) || wide.test(before)) && !closing.test(character) && !opening.test(before));
    if (apart) pieces.push(character);
    else pieces.splice(-1, 1, before + character);
  }
  return pieces;
}
