import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';

/**
 * Compares with `test/golden/<name>`. `UPDATE_GOLDEN=1 npm test -- render` writes the files anew; a person reads the
 * difference before it is committed.
 */
export function expectGolden(name: string, actual: string): void {
  const file = path.join(import.meta.dirname, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  expect(actual).toBe(readFileSync(file, 'utf8'));
}

/** HTML with a line for each tag that begins a piece of the page, so that a difference can be read. */
export function readable(html: string): string {
  return `${html.replace(/(?<=>)(?=<(?:!--|!\[|\/?(?:html|head|body|style|meta|title|table|tr|td|th|div|h\d|p|ul|ol|li|img|hr|blockquote)\b))/g, '\n')}\n`;
}
