import { afterEach, expect, test } from '@jest/globals';
import { at, TestPublication } from './publication.ts';

let publication: TestPublication;
afterEach(() => publication.remove());

test('audience shows the counts, and who is left out with the reason; send goes to the same', async () => {
  publication = new TestPublication({ segment: { attribute: 'first_name', is: ['reader1', 'reader3'] } });
  await publication.subscribers(4);
  await publication.articles('Harbour opens');
  const { json } = await publication.run(['audience', 'world-brief', '--json']);
  expect(json).toMatchObject({
    candidates: 5,
    recipients: 2,
    exclusions: 3,
    exclusionsByReason: { unsubscribed: 1, 'not in the segment: first_name is reader1 or reader3': 2 },
  });
  const listed = await publication.run(['audience', 'world-brief', '--exclusions']);
  expect(listed.output).toContain('Segment: first_name is reader1 or reader3');
  expect(listed.output).toMatch(/^reader2@example\.com +not in the segment/m);
  const sent = await publication.run(['send', 'world-brief', '--at', at, '--yes', '--json']);
  expect(sent.json.counts).toMatchObject({ candidates: 5, recipients: 2, exclusions: 3, accepted: 2 });
});

test('a segment that makes no sense is refused with its place', async () => {
  publication = new TestPublication({ segment: { city: 'Oslo' } });
  const { exit, notes } = await publication.run(['audience', 'world-brief']);
  expect(exit).toBe(1);
  expect(notes).toContain('newsletters[0].segment');
});
