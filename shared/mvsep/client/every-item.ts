/** The most that a server answers at once. */
const PAGE_SIZE = 20;

interface Page {
  readonly start: number;
  readonly limit: number;
}

/**
 * Walks through a list page by page, each item once, until a page is short, empty, or holds nothing new: a
 * server that ignores `start` answers the same page for ever. Items that move to the next page because a newer
 * one came in are not given twice.
 *
 * @param read asks for one page.
 * @param identify what an item is known by.
 */
export async function* everyItem<Item>(
  read: (page: Page) => Promise<readonly Item[]>,
  identify: (item: Item) => unknown,
  first = 0,
): AsyncGenerator<Item, void, void> {
  const known = new Set<unknown>();
  for (let start = first; ; ) {
    const items = await read({ start, limit: PAGE_SIZE });
    const before = known.size;
    for (const item of items) {
      const name = identify(item);
      if (known.has(name)) continue;
      known.add(name);
      yield item;
    }
    if (items.length < PAGE_SIZE || known.size === before) return;
    start += items.length;
  }
}
