/** Where a text stops being JSON. */
export interface JsonFault {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  /** What stands there. */
  got: string;
  /** What might stand there. */
  allowed: string;
}

const white = /[ \t\r\n]*/y;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** What may come next in an object, a list, or at the outside. */
type Expects = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'more' | 'nothing';

/**
 * Where a text first departs from JSON (RFC 8259), in words that do not depend on who runs it. Needs no stack, whatever is nested.
 *
 * @returns null where it is JSON.
 * @example jsonFault('{"a": 1,}') // { line: 1, column: 9, got: '"}"', allowed: 'a key in double quotes: no comma stands before "}"' }
 */
export function jsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = [];
  let expects: Expects = 'value';
  for (let at = after(white, text, 0); ; at = after(white, text, at)) {
    const inner = open.at(-1);
    const close = inner === '{' ? '}' : ']';
    const character = text.charAt(at);
    const ends = (): boolean => character === close && inner !== undefined;
    const leave = (): Expects => {
      open.pop();
      return open.length === 0 ? 'nothing' : 'more';
    };
    if (expects === 'nothing') return at === text.length ? null : fault(text, at, 'nothing after the end of the value');
    if (expects === 'more') {
      if (ends()) expects = leave();
      else if (character === ',') expects = inner === '{' ? 'key' : 'value';
      else return fault(text, at, `"," or "${close}"`);
      at += 1;
    } else if (expects === 'colon') {
      if (character !== ':') return fault(text, at, '":"');
      expects = 'value';
      at += 1;
    } else if (expects === 'key' || expects === 'key or end') {
      if (expects === 'key or end' && ends()) {
        expects = leave();
        at += 1;
        continue;
      }
      if (character !== '"')
        return fault(text, at, `a key in double quotes${lastComma(expects === 'key' && ends(), close)}`);
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      expects = 'colon';
    } else if (expects === 'value or end' && ends()) {
      expects = leave();
      at += 1;
    } else if (character === '{' || character === '[') {
      open.push(character);
      expects = character === '{' ? 'key or end' : 'value or end';
      at += 1;
    } else {
      const end = character === '"' ? stringEnd(text, at) : after(scalar, text, at);
      if (typeof end !== 'number') return end;
      if (end === at) return fault(text, at, `a value${lastComma(ends(), close)}`);
      at = end;
      expects = open.length === 0 ? 'nothing' : 'more';
    }
  }
}

/** Where a match that begins at `at` ends; `at` itself where there is none. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where a text in double quotes ends; or what is wrong with it. */
function stringEnd(text: string, start: number): number | JsonFault {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return fault(text, at, 'a double quote before the end of the line; \\n is a line break in a text');
    if (code !== 0x5c) continue;
    const end = after(escaped, text, at);
    if (end === at) return fault(text, at, '\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits');
    at = end - 1;
  }
  return fault(text, text.length, 'a double quote at the end of the text');
}

function lastComma(closes: boolean, close: string): string {
  return closes ? `: no comma stands before "${close}"` : '';
}

function fault(text: string, at: number, allowed: string): JsonFault {
  const before = text.slice(0, at).split('\n');
  const rest = /^[^\s,:[\]{}"]{1,40}|^[^\r\n]/.exec(text.slice(at, at + 40))?.[0];
  const got =
    at >= text.length ? 'the end of the file' : rest === undefined ? 'the end of the line' : JSON.stringify(rest);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, got, allowed };
}
