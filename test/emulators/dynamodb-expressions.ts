import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/** What expressions refer to. Every name and value given must be used, as DynamoDB demands. */
export class Expressions {
  readonly #names: Record<string, string>;
  readonly #values: Record<string, AttributeValue>;
  readonly #unused: Set<string>;

  constructor(names: Record<string, string> = {}, values: Record<string, AttributeValue> = {}) {
    this.#names = names;
    this.#values = values;
    this.#unused = new Set([...Object.keys(names), ...Object.keys(values)]);
  }

  name(token: string): string {
    if (!token.startsWith('#')) {
      if (reservedWords.has(token.toUpperCase())) throw invalid(`Attribute name is a reserved keyword: ${token}`);
      return token;
    }
    this.#unused.delete(token);
    const name = this.#names[token];
    if (name === undefined) throw invalid(`An expression attribute name is not defined: ${token}`);
    return name;
  }

  value(token: string): AttributeValue {
    this.#unused.delete(token);
    const value = this.#values[token];
    if (value === undefined) throw invalid(`An expression attribute value is not defined: ${token}`);
    return value;
  }

  /** @throws what DynamoDB answers when something was given that no expression used. */
  end(): void {
    if (this.#unused.size > 0) throw invalid(`Value provided unused in expressions: ${[...this.#unused]}`);
  }
}

/** Of DynamoDB's 573 reserved words, those that a table of ours might be tempted to use. */
const reservedWords = new Set([
  'STATE',
  'STATUS',
  'RUN',
  'AT',
  'VALUES',
  'NAME',
  'COUNT',
  'DATE',
  'KEY',
  'TTL',
  'ITEMS',
]);

export class ServiceFault extends Error {
  readonly type: string;
  readonly item: Item | undefined;
  constructor(type: string, message: string, item?: Item) {
    super(message);
    this.type = type;
    this.item = item;
  }
}

export function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}

class Tokens {
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/<>|<=|>=|[<>=(),+-]|[#:]?[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
  }

  peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  next(): string {
    const token = this.peek();
    if (token === '') throw invalid('The expression ends too early.');
    this.#at += 1;
    return token;
  }

  take(token: string): boolean {
    if (this.peek().toUpperCase() !== token) return false;
    this.#at += 1;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw invalid(`Syntax error: ${this.peek()} where ${token} was due.`);
  }
}

/** Whether a condition or filter holds for an item; an absent item has no attributes. */
export function holds(condition: string, item: Item | undefined, expressions: Expressions): boolean {
  const tokens = new Tokens(condition);
  const answer = either(tokens, item ?? {}, expressions);
  if (tokens.peek() !== '') throw invalid(`Syntax error at ${tokens.peek()}`);
  return answer;
}

function either(tokens: Tokens, item: Item, expressions: Expressions): boolean {
  let answer = both(tokens, item, expressions);
  // Both sides are always read, so that every name and value counts as used.
  while (tokens.take('OR')) answer = both(tokens, item, expressions) || answer;
  return answer;
}

function both(tokens: Tokens, item: Item, expressions: Expressions): boolean {
  let answer = single(tokens, item, expressions);
  while (tokens.take('AND')) answer = single(tokens, item, expressions) && answer;
  return answer;
}

function single(tokens: Tokens, item: Item, expressions: Expressions): boolean {
  if (tokens.take('NOT')) return !single(tokens, item, expressions);
  if (tokens.take('(')) {
    const answer = either(tokens, item, expressions);
    tokens.expect(')');
    return answer;
  }
  const word = tokens.peek();
  if (word === 'attribute_not_exists' || word === 'attribute_exists') {
    tokens.next();
    tokens.expect('(');
    const exists = item[expressions.name(tokens.next())] !== undefined;
    tokens.expect(')');
    return word === 'attribute_exists' ? exists : !exists;
  }
  if (tokens.take('BEGINS_WITH')) {
    tokens.expect('(');
    const value = operand(tokens, item, expressions);
    tokens.expect(',');
    const prefix = operand(tokens, item, expressions);
    tokens.expect(')');
    return value?.S !== undefined && prefix?.S !== undefined && value.S.startsWith(prefix.S);
  }
  const left = operand(tokens, item, expressions);
  if (tokens.take('IN')) {
    tokens.expect('(');
    let found = false;
    do found = compare(left, operand(tokens, item, expressions)) === 0 || found;
    while (tokens.take(','));
    tokens.expect(')');
    return found;
  }
  const operator = tokens.next();
  const order = compare(left, operand(tokens, item, expressions));
  // An absent attribute is unequal to anything, and neither more nor less.
  if (operator === '<>') return order !== 0;
  if (order === null) return false;
  if (operator === '=') return order === 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  throw invalid(`Syntax error at ${operator}`);
}

function operand(tokens: Tokens, item: Item, expressions: Expressions): AttributeValue | undefined {
  const token = tokens.next();
  return token.startsWith(':') ? expressions.value(token) : item[expressions.name(token)];
}

/** @returns null where the two cannot be compared. */
function compare(a: AttributeValue | undefined, b: AttributeValue | undefined): number | null {
  if (a?.S !== undefined && b?.S !== undefined) return a.S < b.S ? -1 : a.S > b.S ? 1 : 0;
  if (a?.N !== undefined && b?.N !== undefined) return Number(a.N) - Number(b.N);
  return null;
}

/** The item after SET, ADD and REMOVE. Every right side is read from the item before. */
export function updated(expression: string, before: Item, expressions: Expressions): Item {
  const tokens = new Tokens(expression);
  const after: Item = { ...before };
  while (tokens.peek() !== '') {
    const clause = tokens.next().toUpperCase();
    do {
      const name = expressions.name(tokens.next());
      if (clause === 'SET') {
        tokens.expect('=');
        after[name] = settable(tokens, before, expressions);
      } else if (clause === 'ADD') {
        after[name] = { N: String(Number(before[name]?.N ?? 0) + Number(expressions.value(tokens.next()).N)) };
      } else if (clause === 'REMOVE') delete after[name];
      else throw invalid(`Syntax error at ${clause}`);
    } while (tokens.take(','));
  }
  return after;
}

function settable(tokens: Tokens, before: Item, expressions: Expressions): AttributeValue {
  if (tokens.take('IF_NOT_EXISTS')) {
    tokens.expect('(');
    const name = expressions.name(tokens.next());
    tokens.expect(',');
    const value = expressions.value(tokens.next());
    tokens.expect(')');
    return before[name] ?? value;
  }
  return expressions.value(tokens.next());
}
