/**
 * Lets those that share a name go one after the other, in the order in which they came. What comes later waits for what came
 * before, and never the other way round, so nobody waits for ever.
 */
export class Turns {
  /** Of each name, the last turn that has it: that one waits for those before it. */
  private readonly lastOf = new Map<number, Turn>();

  /** One that begins to gather its names. It gets no more when the next one has begun. */
  begin(): Turn {
    return new Turn(this.lastOf);
  }
}

/** One turn: everything that it does is done in it. */
export class Turn {
  private readonly names: number[] = [];
  private readonly before = new Set<Promise<void>>();
  private readonly over: Promise<void>;
  private end = (): void => undefined;

  constructor(private readonly lastOf: Map<number, Turn>) {
    this.over = new Promise((resolve) => (this.end = resolve));
  }

  /** Whether this name is a new one to it. */
  add(name: number): boolean {
    const last = this.lastOf.get(name);
    if (last === this) return false;
    if (last) this.before.add(last.over);
    this.lastOf.set(name, this);
    this.names.push(name);
    return true;
  }

  /** Does the work when all before it that share a name with it are over. To be called once, and always: others wait for its end. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      await Promise.all(this.before);
      return await work();
    } finally {
      this.end();
      for (const name of this.names) if (this.lastOf.get(name) === this) this.lastOf.delete(name);
    }
  }
}
