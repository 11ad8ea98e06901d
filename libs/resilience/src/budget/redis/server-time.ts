/** What the clock of the server says, by its last answer and the time that has passed here since. */
export class ServerTime {
  private last: { at: number; heardAt: number } | undefined;

  constructor(private readonly elapsedMs: () => number = () => performance.now()) {}

  /** @param at the server's epoch milliseconds */
  heard(at: number): void {
    this.last = { at, heardAt: this.elapsedMs() };
  }

  /** In epoch milliseconds of the server; undefined before it was ever heard. */
  in(ms: number): number | undefined {
    return this.last && this.last.at + this.elapsedMs() - this.last.heardAt + ms;
  }
}
