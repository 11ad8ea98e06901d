import type { Lane } from '../limits.js';

/** A request that was admitted and has not been settled. */
export interface InFlight {
  member: string;
  lane: Lane;
  grantedAt: number;
  estimatedMs: number;
}

/** The requests in flight, and what is set aside for them. */
export class Flight {
  private readonly permits = new Map<string, InFlight>();

  get count(): number {
    return this.permits.size;
  }

  /** The estimates; of whoever takes longer than that, the time it has taken: it costs at least so much. */
  setAsideMs(now: number): number {
    let sum = 0;
    for (const { grantedAt, estimatedMs } of this.permits.values())
      sum += Math.max(estimatedMs, now - grantedAt);
    return sum;
  }

  add(id: string, permit: InFlight): void {
    this.permits.set(id, permit);
  }

  take(id: string): InFlight | undefined {
    const permit = this.permits.get(id);
    this.permits.delete(id);
    return permit;
  }

  /** Those whose owner is gone: no call takes so long. */
  takeLost(now: number, leaseMs: number): [id: string, permit: InFlight][] {
    const lost = [...this.permits].filter(([, { grantedAt }]) => now - grantedAt >= leaseMs);
    for (const [id] of lost) this.permits.delete(id);
    return lost;
  }
}
