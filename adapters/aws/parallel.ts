/**
 * Does `work` on every item, at most `limit` at once. Answers stand in the order of the items. After a rejection nothing
 * more is begun; what is under way is waited for, and then the first rejection is thrown.
 *
 * @example await inParallel(keys, 16, (key) => read(key));
 */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length);
  let next = 0;
  let failure: { error: unknown } | null = null;
  const worker = async (): Promise<void> => {
    while (failure === null && next < items.length) {
      const index = next++;
      try {
        answers[index] = await work(items[index] as Item, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  // The workers have written to it; the compiler cannot see that.
  const failed = failure as { error: unknown } | null;
  if (failed !== null) throw failed.error;
  return answers;
}

/** The items in slices of at most `size`, in order. */
export function slices<Item>(items: readonly Item[], size: number): Item[][] {
  const found: Item[][] = [];
  for (let start = 0; start < items.length; start += size) found.push(items.slice(start, start + size));
  return found;
}

/**
 * The pages of several sources, one of each in turn, each read one page ahead: so all are read at once, and the order is the
 * same whenever the pages are.
 */
export async function* inTurn<Page>(sources: readonly AsyncGenerator<Page>[]): AsyncGenerator<Page> {
  let open = sources.map((source) => ({ source, ahead: ahead(source) }));
  try {
    while (open.length > 0) {
      const still: typeof open = [];
      for (const reading of open) {
        const { done, value } = await reading.ahead;
        if (done === true) continue;
        still.push({ source: reading.source, ahead: ahead(reading.source) });
        yield value;
      }
      open = still;
    }
  } finally {
    await Promise.allSettled(open.map(({ source }) => source.return(undefined)));
  }
}

function ahead<Page>(source: AsyncGenerator<Page>): Promise<IteratorResult<Page>> {
  const reading = source.next();
  // One that fails is thrown when its turn comes, and is no unhandled rejection until then.
  reading.catch(() => {});
  return reading;
}
