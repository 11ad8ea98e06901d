/**
 * Lets those that share a name go one after the other, in the order in which they came. What comes later waits for what came
 * before, and never the other way round, so nobody waits for ever.
 */
export class Turns {
  /** Of each name, the end of the last turn that has it: that one waits for those before it. */
  private readonly lastOf = new Map<string, Promise<void>>();

  async take<Result>(names: ReadonlySet<string>, work: () => Promise<Result>): Promise<Result> {
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const before = this.queue(names, over);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      end();
      for (const name of names) if (this.lastOf.get(name) === over) this.lastOf.delete(name);
    }
  }

  private queue(names: ReadonlySet<string>, over: Promise<void>): ReadonlySet<Promise<void>> {
    const before = new Set<Promise<void>>();
    for (const name of names) {
      const last = this.lastOf.get(name);
      if (last) before.add(last);
      this.lastOf.set(name, over);
    }
    return before;
  }
}
