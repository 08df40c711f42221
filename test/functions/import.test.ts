import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Cloud, startCloud } from './cloud.ts';
import { forbiddenCalls } from './permissions.ts';

jest.setTimeout(120_000);

let cloud: Cloud;
let bucket = '';

beforeAll(async () => {
  cloud = await startCloud();
  bucket = cloud.deployed.outputs['ArticlesBucket'] ?? '';
});

afterAll(() => cloud.close());

async function arrive(key: string, content: string) {
  cloud.s3.objects.set(`${bucket}/${key}`, { bytes: Buffer.from(content), etag: '"1"', contentType: '' });
  const answer = await cloud.lambda.invoke('import', { detail: { bucket: { name: bucket }, object: { key } } });
  return 'error' in answer ? answer.error : answer.payload;
}

const keys = () => [...cloud.s3.objects.keys()].map((name) => name.slice(bucket.length + 1)).sort();

test('a folder made in the console is no file with a fault', async () => {
  expect(await arrive('inbox/', '')).toMatchObject({ articles: 0, refused: 0 });
  expect(await arrive('inbox/today/', '')).toMatchObject({ articles: 0, refused: 0 });
  expect(keys()).toEqual(['inbox/', 'inbox/today/']);
});

test('a file with a fault is put aside with the reason, and comes again to the same end', async () => {
  for (let times = 0; times < 2; times += 1) {
    expect(await arrive('inbox/today/a.json', '{ "headline": ')).toMatchObject({ articles: 0, refused: 1 });
  }
  expect(keys()).toEqual(expect.arrayContaining(['rejected/today/a.json', 'rejected/today/a.json.report.json']));
  expect(await forbiddenCalls(cloud.calls(), cloud.deployed)).toEqual([]);
});
