import { expect, test } from '@jest/globals';
import { editionId, TestPublication } from './publication.ts';

test('stop, while an edition is being made: says where to end it, and that nothing was sent', async () => {
  const publication = new TestPublication();
  await publication.local(async (local) => {
    const lock = local.lock();
    const { exit, notes } = await publication.run(['stop', editionId]);
    lock?.release();
    expect([exit, notes]).toEqual([1, expect.stringContaining(`${editionId} has no run yet`)]);
    expect(notes).toContain('RUN_STATE');
    expect((await publication.run(['stop', editionId])).notes).toContain('EDITION_UNKNOWN');
  });
  publication.remove();
});
