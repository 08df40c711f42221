// A cell that begins so is a formula to a spreadsheet, and may send what stands beside it to anywhere (CWE-1236).
const formula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A cell that no spreadsheet takes for a formula: an apostrophe goes before what could be one. */
export function guardedCell(value: string): string {
  return formula.test(value) ? `'${value}` : value;
}

/** The value of a guarded cell. */
export function unguardedCell(value: string): string {
  return value.startsWith("'") && formula.test(value.slice(1)) ? value.slice(1) : value;
}
