interface Turn {
  readonly names: ReadonlySet<string>;
  readonly over: Promise<void>;
}

/**
 * Lets those that share a name go one after the other, in the order in which they came. What comes later waits for what came
 * before, and never the other way round, so nobody waits for ever. It is for a few that have many names each.
 */
export class Turns {
  private readonly underWay = new Set<Turn>();

  async take<Result>(names: ReadonlySet<string>, work: () => Promise<Result>): Promise<Result> {
    const before = [...this.underWay].filter((turn) => shareOne(names, turn.names)).map(({ over }) => over);
    let end = (): void => undefined;
    const turn = { names, over: new Promise<void>((resolve) => (end = resolve)) };
    this.underWay.add(turn);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      end();
      this.underWay.delete(turn);
    }
  }
}

function shareOne(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const [fewer, more] = names.size <= others.size ? [names, others] : [others, names];
  for (const name of fewer) if (more.has(name)) return true;
  return false;
}
