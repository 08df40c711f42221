import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoLimits } from '../../../adapters/aws/dynamo-limits.ts';
import { createDynamoClient } from '../../../adapters/aws/dynamo-table.ts';
import { createSecretsTokenKeys } from '../../../adapters/aws/secrets-token-keys.ts';
import { startAwsJson } from '../../emulators/aws-json.ts';
import { startMemoryDynamo } from '../../emulators/dynamodb-memory.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'eu-west-1';

describe('limits in DynamoDB', () => {
  let dynamo: Awaited<ReturnType<typeof startMemoryDynamo>>;
  beforeAll(async () => {
    dynamo = await startMemoryDynamo();
  });
  afterAll(() => dynamo.close());

  test('count within a window, whoever counts, and begin again after it', async () => {
    const client = createDynamoClient({ endpoint: dynamo.endpoint, region, credentials });
    let now = 1_000_000;
    const limits = () => createDynamoLimits({ client, name: 'limits' }, { now: () => now });
    const taken = await Promise.all(Array.from({ length: 8 }, () => limits().take('letter:ann', 3, 60)));
    expect(taken.filter(Boolean)).toHaveLength(3);
    expect(await limits().take('letter:ben', 3, 60)).toBe(true);
    now += 59_000;
    expect(await limits().take('letter:ann', 3, 60)).toBe(false);
    now += 1_000;
    expect(await limits().take('letter:ann', 3, 60)).toBe(true);
    // Keys are hashed: no address stands in the table.
    expect(JSON.stringify([...(dynamo.tables.get('limits')?.partitions.values() ?? [])])).not.toContain('ann');
    client.destroy();
  });
});

describe('token keys in Secrets Manager', () => {
  const one = { id: 'a1', secret: 'x'.repeat(64) };
  const two = { id: 'b2', secret: 'y'.repeat(64) };
  test.each([
    ['the one key of a fresh deployment', JSON.stringify(one), ['a1']],
    ['a key added to it', JSON.stringify({ keys: [two, one] }), ['b2', 'a1']],
  ])('%s', async (_, secret, ids) => {
    const aws = await startAwsJson({ secrets: { arn: secret } });
    const client = new SecretsManagerClient({ endpoint: aws.endpoint, region, credentials });
    const keys = await createSecretsTokenKeys(client, 'arn').all();
    expect(keys.map(({ id }) => id)).toEqual(ids);
    expect(keys.every((key) => key.secret.length === 64)).toBe(true);
    client.destroy();
    await aws.close();
  });

  test('rotate: the fresh key comes first, the one that the deployment was made with is kept', async () => {
    const secrets = { arn: JSON.stringify(one) };
    const aws = await startAwsJson({ secrets });
    const client = new SecretsManagerClient({ endpoint: aws.endpoint, region, credentials });
    const tokenKeys = createSecretsTokenKeys(client, 'arn');
    const first = await tokenKeys.rotate();
    const second = await tokenKeys.rotate();
    const keys = await tokenKeys.all();
    expect(keys.map(({ id }) => id)).toEqual([second, first, 'a1']);
    expect(keys.map(({ createdAt }) => createdAt === null)).toEqual([false, false, true]);
    expect(JSON.parse(secrets.arn).keys[2]).toEqual(one);
    secrets.arn = '{}';
    await expect(tokenKeys.rotate()).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect(secrets.arn).toBe('{}');
    client.destroy();
    await aws.close();
  });

  test('what is no key is refused without being quoted', async () => {
    const aws = await startAwsJson({ secrets: { arn: '{"id":"a1","secret":"short"}' } });
    const client = new SecretsManagerClient({ endpoint: aws.endpoint, region, credentials });
    const refused = createSecretsTokenKeys(client, 'arn').all();
    await expect(refused).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.not.stringContaining('short'),
    });
    client.destroy();
    await aws.close();
  });
});
