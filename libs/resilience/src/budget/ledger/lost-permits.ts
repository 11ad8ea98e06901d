import type { Spend } from '../limits.js';

/**
 * Permits whose owner was taken for gone, with what was charged for them. Should it have been cut off only, and tell later that the
 * request took longer, the rest is spent then.
 */
export class LostPermits {
  private readonly charged = new Map<string, { executionMs: number; at: number }>();

  constructor(private readonly windowMs: number) {}

  add(id: string, executionMs: number, now: number): void {
    for (const [old, { at }] of this.charged) if (now - at >= this.windowMs) this.charged.delete(old);
    this.charged.set(id, { executionMs, at: now });
  }

  /** What was charged too little. */
  settle(id: string, executionMs: number): Spend {
    const charged = this.charged.get(id)?.executionMs ?? executionMs;
    this.charged.delete(id);
    return { requests: 0, executionMs: Math.max(executionMs - charged, 0) };
  }
}
