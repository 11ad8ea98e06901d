/**
 * Hands out one by one what comes in lists. An async generator around a loop does the same, and makes twice the objects for each item, which
 * is to be noticed where items are many and cost little.
 */
export class OneByOne<Item> implements AsyncGenerator<Item, void, undefined> {
  private list: readonly Item[] = [];
  private at = 0;
  private coming: Promise<void> | undefined;
  private isOver = false;

  constructor(private readonly lists: AsyncGenerator<readonly Item[], void, undefined>) {}

  next(): Promise<IteratorResult<Item, void>> {
    if (this.at < this.list.length)
      return Promise.resolve({ done: false, value: this.list[this.at++] as Item });
    if (this.isOver) return Promise.resolve({ done: true, value: undefined });
    this.coming ??= this.fetch();
    return this.coming.then(() => this.next());
  }

  return(): Promise<IteratorResult<Item, void>> {
    this.end();
    return this.lists.return() as Promise<IteratorResult<Item, void>>;
  }

  throw(error: unknown): Promise<IteratorResult<Item, void>> {
    this.end();
    return this.lists.throw(error) as Promise<IteratorResult<Item, void>>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async fetch(): Promise<void> {
    try {
      const { done, value } = await this.lists.next();
      if (done) this.end();
      else if (!this.isOver) [this.list, this.at] = [value, 0];
    } catch (error) {
      this.end();
      throw error;
    } finally {
      this.coming = undefined;
    }
  }

  private end(): void {
    this.isOver = true;
    this.list = [];
  }
}
