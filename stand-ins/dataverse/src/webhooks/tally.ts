/** What a System Job that failed would say: which, when and why. */
export interface FailedDelivery {
  operationId: string;
  at: string;
  why: string;
}

const MOST_FAILURES = 20;

/** What has become of the events of one registration. Each copy that set out is delivered, failed, or waiting still. */
export class Tally {
  emitted = 0;
  duplicated = 0;
  lost = 0;
  delivered = 0;
  retried = 0;
  failed = 0;
  waiting = 0;
  private readonly failures: FailedDelivery[] = [];

  /** So many copies of an event set out. */
  setOut(copies: number): void {
    this.emitted += 1;
    this.waiting += copies;
    if (copies === 0) this.lost += 1;
    if (copies > 1) this.duplicated += copies - 1;
  }

  arrived(): void {
    this.waiting -= 1;
    this.delivered += 1;
  }

  /** The latest few are remembered one by one. */
  failedTo(failure: FailedDelivery): void {
    this.waiting -= 1;
    this.failed += 1;
    this.failures.push(failure);
    if (this.failures.length > MOST_FAILURES) this.failures.shift();
  }

  report() {
    const { emitted, duplicated, lost, delivered, retried, failed, waiting, failures } = this;
    return { emitted, duplicated, lost, delivered, retried, failed, waiting, failures: [...failures] };
  }
}
