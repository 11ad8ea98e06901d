const hourMs = 3_600_000;

/**
 * Operations of the last 24 hours, by the hour: the second meter. The entitlement counts each operation inside a batch, which the
 * limit on requests does not (learn.microsoft.com/power-platform/admin/api-request-limits-allocations).
 */
export class OperationsMeter {
  private readonly hours = new Map<number, number>();

  count(now: number, operations: number): void {
    const hour = Math.floor(now / hourMs);
    this.hours.set(hour, (this.hours.get(hour) ?? 0) + operations);
    for (const old of this.hours.keys()) if (old <= hour - 24) this.hours.delete(old);
  }

  /** The present hour and the 23 before it. */
  total(now: number): number {
    const oldest = Math.floor(now / hourMs) - 23;
    let sum = 0;
    for (const [hour, operations] of this.hours) if (hour >= oldest) sum += operations;
    return sum;
  }
}
