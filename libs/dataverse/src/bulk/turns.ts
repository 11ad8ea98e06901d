/**
 * Lets those that share a name go one after the other, in the order in which they came. What comes later waits for what came
 * before, and never the other way round, so nobody waits for ever.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  async take<Result>(names: Iterable<string>, work: () => Promise<Result>): Promise<Result> {
    const mine = [...names];
    const before = mine.map((name) => this.last.get(name)).filter((turn) => turn !== undefined);
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    for (const name of mine) this.last.set(name, over);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      end();
      for (const name of mine) if (this.last.get(name) === over) this.last.delete(name);
    }
  }
}
