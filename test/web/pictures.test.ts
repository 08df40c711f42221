import { expect, test } from '@jest/globals';
import { TestSite } from './test-site.ts';

const name = `${'ab'.repeat(16)}-600x400.jpeg`;

test('a stored picture is given out for good, as a picture and nothing else', async () => {
  const site = new TestSite();
  await site.archive.put('pictures', name, new Uint8Array([0xff, 0xd8, 0xff]));
  const answer = await site.get(`/pictures/${name}`);
  expect(answer.status).toBe(200);
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0xff, 0xd8, 0xff]);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('nothing else of the archive is', async () => {
  const site = new TestSite();
  await site.archive.put('pictures', 'edition.json', '{}');
  await site.archive.put('world-brief/2026-11-23', name, 'x');
  for (const path of [name, 'edition.json', '..%2Fpictures', `..%2Fworld-brief%2F2026-11-23%2F${name}`]) {
    expect((await site.get(`/pictures/${path}`)).status).toBe(404);
  }
});
