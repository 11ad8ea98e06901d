/** Something that was started and can be closed. */
export interface Running {
  close(): Promise<void>;
}

/** Starts one thing after the other, and closes them in the opposite order. */
export class Startup {
  private readonly running: Running[] = [];

  /** @param tell hears the name of each thing before it starts */
  constructor(private readonly tell: (name: string) => void) {}

  async start<T extends Running>(name: string, begin: () => Promise<T>): Promise<T> {
    this.tell(name);
    return this.keep(await begin());
  }

  /** Closes with the rest what needed no start. */
  keep<T extends Running>(one: T): T {
    this.running.push(one);
    return one;
  }

  async close(): Promise<void> {
    for (const one of this.running.splice(0).reverse()) await one.close();
  }
}
