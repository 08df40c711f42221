import { describe, expect, test } from '@jest/globals';
import type { Archive } from '../../core/ports.ts';

const edition = 'world-brief/2026-03-02';

/** What every archive promises. `create` gives an empty one. */
export function archiveContract(name: string, create: () => Promise<Archive>): void {
  describe(`archive: ${name}`, () => {
    test('gives back what was put, and null for what was not', async () => {
      const archive = await create();
      await archive.put(edition, 'a/b.json', '{"é":1}');
      await archive.put(edition, 'bytes', new Uint8Array([0, 255, 1]));
      expect(new TextDecoder().decode((await archive.get(edition, 'a/b.json')) ?? undefined)).toBe('{"é":1}');
      expect([...((await archive.get(edition, 'bytes')) ?? [])]).toEqual([0, 255, 1]);
      expect(await archive.get(edition, 'a/c.json')).toBeNull();
    });

    test('the same bytes again are no conflict; others are, and change nothing', async () => {
      const archive = await create();
      await archive.put(edition, 'name', 'one');
      await archive.put(edition, 'name', 'one');
      await expect(archive.put(edition, 'name', 'two')).rejects.toMatchObject({ code: 'ARCHIVE_CONFLICT' });
      expect(new TextDecoder().decode((await archive.get(edition, 'name')) ?? undefined)).toBe('one');
    });

    test('of twenty writers at once one wins', async () => {
      const archive = await create();
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => archive.put(edition, 'name', `writer ${index}`)),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    });

    test('lists by prefix, sorted, an edition apart from the next', async () => {
      const archive = await create();
      expect(await archive.list(edition, '')).toEqual([]);
      for (const file of ['x/2', 'x/10', 'x/1', 'y/1']) await archive.put(edition, file, file);
      await archive.put('world-brief/2026-03-03', 'x/9', '9');
      expect(await archive.list(edition, 'x/')).toEqual(['x/1', 'x/10', 'x/2']);
      expect(await archive.list(edition, '')).toEqual(['x/1', 'x/10', 'x/2', 'y/1']);
    });
  });
}
