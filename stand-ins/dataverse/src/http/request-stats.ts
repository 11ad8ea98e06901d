/** What has been asked and answered since the start or the last reset. */
export class RequestStats {
  private total = 0;
  private dropped = 0;
  private byOutcome: Record<string, Record<string, number>> = {};
  private byUser: Record<string, number> = {};

  asked(user: string): void {
    this.byUser[user] = (this.byUser[user] ?? 0) + 1;
  }

  answered(method: string, status: number): void {
    this.count(method, String(status));
  }

  /** A connection that was cut instead of answered. */
  cut(method: string): void {
    this.dropped += 1;
    this.count(method, 'dropped');
  }

  reset(): void {
    Object.assign(this, new RequestStats());
  }

  report() {
    const throttled = Object.values(this.byOutcome).reduce(
      (sum, outcomes) => sum + (outcomes['429'] ?? 0),
      0,
    );
    return {
      requests: this.total,
      throttled,
      dropped: this.dropped,
      byMethodAndStatus: this.byOutcome,
      requestsByUser: this.byUser,
    };
  }

  private count(method: string, outcome: string): void {
    this.total += 1;
    const outcomes = (this.byOutcome[method] ??= {});
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
}
