import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Expressions, holds, type Item, invalid, ServiceFault, updated } from './dynamodb-expressions.ts';
import { bodyOf, callerOf, type SeenCall } from './s3.ts';

// biome-ignore lint/suspicious/noExplicitAny: requests are what the SDK sent, read field by field
type Request = any;

const pageBytes = 1_048_576;
const itemBytes = 400 * 1_024;

/** One table: items by `pk`, and there by `sk`. */
class MemoryTable {
  readonly partitions = new Map<string, { items: Map<string, Item>; sorted: string[] | null }>();

  get(key: Item): Item | undefined {
    return this.partitions.get(key['pk']?.S ?? '')?.items.get(key['sk']?.S ?? '');
  }

  put(item: Item): void {
    const [pk, sk] = [item['pk']?.S, item['sk']?.S];
    if (!pk || !sk) throw invalid('One or more parameter values were invalid: missing a key');
    if (JSON.stringify(item).length > itemBytes) throw invalid('Item size has exceeded the maximum allowed size');
    const partition = this.partitions.get(pk) ?? { items: new Map<string, Item>(), sorted: null };
    if (!partition.items.has(sk)) partition.sorted = null;
    partition.items.set(sk, item);
    this.partitions.set(pk, partition);
  }

  delete(key: Item): void {
    const partition = this.partitions.get(key['pk']?.S ?? '');
    if (partition?.items.delete(key['sk']?.S ?? '')) partition.sorted = null;
  }

  /** The items of a partition in the order of `sk`, from after one. */
  *after(pk: string, sk: string | undefined): Generator<Item> {
    const partition = this.partitions.get(pk);
    if (partition === undefined) return;
    partition.sorted ??= [...partition.items.keys()].sort();
    for (const each of partition.sorted) {
      const item = partition.items.get(each);
      if (item !== undefined && (sk === undefined || each > sk)) yield item;
    }
  }
}

export interface MemoryDynamoOptions {
  onCall?: (call: SeenCall) => void;
  /**
   * Asked at every call: `refuse` answers 500 without doing it, `lose` does it and breaks the connection.
   */
  fault?: (call: SeenCall & { request: Request }) => 'refuse' | 'lose' | null;
}

/**
 * DynamoDB in memory, quick enough for runs of many thousand recipients: the calls and expressions that the adapters use, each limit
 * (hundred keys, twenty-five writes, a megabyte a page, unused values refused) as DynamoDB has it. The contract suites that run on
 * dynalite and on DynamoDB Local run on it too, which is what it is trusted for.
 */
export async function startMemoryDynamo(options: MemoryDynamoOptions = {}) {
  const tables = new Map<string, MemoryTable>();
  const tableOf = (name: string): MemoryTable => {
    const table = tables.get(name) ?? new MemoryTable();
    tables.set(name, table);
    return table;
  };
  const actions: Record<string, (request: Request) => unknown> = {
    CreateTable: ({ TableName }) => ({ TableDescription: { TableName, TableStatus: tableOf(TableName) && 'ACTIVE' } }),
    GetItem: ({ TableName, Key }) => ({ Item: tableOf(TableName).get(Key) }),
    PutItem: (request) => write(tableOf(request.TableName), request, request.Item, () => request.Item),
    DeleteItem: (request) => write(tableOf(request.TableName), request, request.Key, () => null),
    UpdateItem: (request) =>
      write(tableOf(request.TableName), request, request.Key, (standing, expressions) => ({
        ...updated(request.UpdateExpression ?? '', standing ?? {}, expressions),
        ...request.Key,
      })),
    Query: (request) => query(tableOf(request.TableName), request),
    BatchGetItem: ({ RequestItems }) => ({
      Responses: mapValues(RequestItems, (asked, name) => many(tableOf(name), asked)),
    }),
    BatchWriteItem: ({ RequestItems }) => {
      mapValues(RequestItems as Record<string, Request[]>, (writes, name) => putMany(tableOf(name), writes));
      return { UnprocessedItems: {} };
    },
  };

  const server = createServer((request, response) => {
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    bodyOf(request)
      .then((body) => {
        const parsed: Request = JSON.parse(body.toString('utf8'));
        const names: string[] = parsed.RequestItems ? Object.keys(parsed.RequestItems) : [parsed.TableName];
        const calls = names.map((name) => ({
          caller: callerOf(request),
          action: `dynamodb:${action}`,
          resource: `table/${name}`,
        }));
        for (const call of calls) options.onCall?.(call);
        const fault = calls.map((call) => options.fault?.({ ...call, request: parsed })).find(Boolean);
        if (fault === 'refuse') return answer(500, { __type: 'InternalServerError', message: 'injected' });
        const done = perform(actions[action], action, parsed);
        if (fault === 'lose') response.destroy();
        else answer(done.status, done.body);
      })
      .catch((error: unknown) => response.destroy(error as Error));
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(body));
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tables,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function perform(
  work: ((request: Request) => unknown) | undefined,
  action: string,
  request: Request,
): { status: number; body: unknown } {
  try {
    if (work === undefined) throw new ServiceFault('UnknownOperationException', action);
    return { status: 200, body: work(request) };
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    const body = { __type: `com.amazonaws.dynamodb.v20120810#${error.type}`, message: error.message, Item: error.item };
    return { status: 400, body };
  }
}

function write(
  table: MemoryTable,
  request: Request,
  key: Item,
  next: (standing: Item | undefined, expressions: Expressions) => Item | null,
): object {
  const expressions = new Expressions(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
  const standing = table.get(key);
  const condition: string | undefined = request.ConditionExpression;
  const held = condition === undefined || holds(condition, standing, expressions);
  const item = next(standing, expressions);
  expressions.end();
  if (!held) {
    const old = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? standing : undefined;
    throw new ServiceFault('ConditionalCheckFailedException', 'The conditional request failed', old);
  }
  if (item === null) table.delete(key);
  else table.put(item);
  return request.ReturnValues === 'ALL_OLD' ? { Attributes: standing } : {};
}

function query(table: MemoryTable, request: Request): object {
  const expressions = new Expressions(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
  const match = /^pk = (:\w+)$/.exec(request.KeyConditionExpression);
  if (match === null) throw invalid(`The emulator knows no key condition ${request.KeyConditionExpression}`);
  const pk = expressions.value(match[1] ?? '').S ?? '';
  const wanted: string[] | undefined = request.ProjectionExpression?.split(/, */).map((name: string) =>
    expressions.name(name),
  );
  const Items: Item[] = [];
  let bytes = 0;
  let last: Item | undefined;
  let more = false;
  // A filter is judged even where there is nothing, so that what it names counts as used.
  if (request.FilterExpression !== undefined) holds(request.FilterExpression, undefined, expressions);
  for (const item of table.after(pk, request.ExclusiveStartKey?.sk.S)) {
    if (bytes > pageBytes) {
      more = true;
      break;
    }
    bytes += JSON.stringify(item).length;
    last = item;
    if (request.FilterExpression !== undefined && !holds(request.FilterExpression, item, expressions)) continue;
    Items.push(
      wanted === undefined ? item : Object.fromEntries(Object.entries(item).filter(([key]) => wanted.includes(key))),
    );
  }
  expressions.end();
  const LastEvaluatedKey = more && last !== undefined ? { pk: last['pk'], sk: last['sk'] } : undefined;
  return { Items, Count: Items.length, LastEvaluatedKey };
}

function many(table: MemoryTable, { Keys }: Request): Item[] {
  distinct(Keys, 100);
  return Keys.flatMap((key: Item) => table.get(key) ?? []);
}

function putMany(table: MemoryTable, writes: Request[]): void {
  const items = writes.map(({ PutRequest }) => PutRequest.Item as Item);
  distinct(items, 25);
  for (const item of items) table.put(item);
}

function distinct(keys: Item[], limit: number): void {
  const names = new Set(keys.map(({ pk, sk }) => `${pk?.S}\n${sk?.S}`));
  if (keys.length === 0 || keys.length > limit) throw invalid(`Too many items requested: ${keys.length}`);
  if (names.size < keys.length) throw invalid('Provided list of item keys contains duplicates');
}

function mapValues<Value, Answer>(record: Record<string, Value>, work: (value: Value, key: string) => Answer) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, work(value, key)]));
}
