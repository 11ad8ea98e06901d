/** A clock that stands still until it is told to go on. */
export class ManualClock {
  constructor(private time = 1_000_000) {}

  now = () => this.time;

  pass(ms: number): void {
    this.time += ms;
  }
}
