import { type Clock, systemClock } from '../clock.js';

/** What a call will take, as far as it can be known beforehand. Milliseconds. */
export interface Estimate {
  estimatedMs: number;
  /** By how much calls of this kind have lately taken more than was estimated. */
  surpriseMs: number;
}

/** Settings of the estimates. */
export interface ExecutionEstimatesOptions {
  /** For a call of which nothing is known. Default 20 seconds: as many as may run at a time then fit in the published limit. */
  firstMs?: number | undefined;
  /** No call takes longer, or is waited for any more. Default 60 seconds. */
  mostMs?: number | undefined;
  /** How long a surprise is remembered. Default 300 seconds. */
  windowMs?: number | undefined;
  clock?: Clock | undefined;
}

/** Calls of one operation and of nearly one size. */
interface Experience {
  calls: number;
  meanMs: number;
  meanSize: number;
  /** The largest surprises of this window and of the one before. */
  surprises: { at: number; nowMs: number; beforeMs: number };
}

/** A call is set aside for somewhat more than the mean of its kind; after few calls for much more. */
const allowance = (calls: number): number => 1.2 + 4 / calls;
/** A new call weighs at least a 20th. */
const newest = 1 / 20;

/**
 * Learns what calls take, by operation and size (how many operations a batch holds). Sizes are told apart by powers of two. For a
 * size that is new, the nearest known one is taken, and in proportion if it is smaller: a call's fixed part is then counted several
 * times, which is never too little.
 */
export class ExecutionEstimates {
  private readonly byOperation = new Map<string, Map<number, Experience>>();
  private readonly firstMs: number;
  private readonly mostMs: number;
  private readonly windowMs: number;
  private readonly clock: Clock;

  constructor(options: ExecutionEstimatesOptions = {}) {
    const { firstMs = 20_000, mostMs = 60_000, windowMs = 300_000, clock = systemClock } = options;
    this.mostMs = mostMs;
    this.firstMs = firstMs;
    this.windowMs = windowMs;
    this.clock = clock;
  }

  of(operation: string, size = 1): Estimate {
    const known = this.nearest(operation, size);
    if (!known) return { estimatedMs: Math.min(this.firstMs, this.mostMs), surpriseMs: 0 };
    const times = Math.max(1, size / known.meanSize);
    return {
      estimatedMs: Math.min(known.meanMs * times * allowance(known.calls), this.mostMs),
      surpriseMs: Math.min(this.surpriseOf(known) * times, this.mostMs),
    };
  }

  /** Of a call that was answered, or may still be worked at; not of a refusal for want of budget, which says nothing of the work. */
  learn(operation: string, size: number, tookMs: number): void {
    const sizes = this.sizesOf(operation);
    const known = sizes.get(classOf(size));
    if (!known) return void sizes.set(classOf(size), this.firstOf(size, tookMs));
    this.remember(known, tookMs - known.meanMs * allowance(known.calls));
    known.calls += 1;
    const weight = Math.max(1 / known.calls, newest);
    known.meanMs += (tookMs - known.meanMs) * weight;
    known.meanSize += (size - known.meanSize) * weight;
  }

  private firstOf(size: number, tookMs: number): Experience {
    const surprises = { at: this.clock.now(), nowMs: 0, beforeMs: 0 };
    return { calls: 1, meanMs: tookMs, meanSize: size, surprises };
  }

  private remember({ surprises }: Experience, byMs: number): void {
    const now = this.clock.now();
    if (now - surprises.at >= this.windowMs) {
      surprises.beforeMs = now - surprises.at < 2 * this.windowMs ? surprises.nowMs : 0;
      surprises.nowMs = 0;
      surprises.at = now;
    }
    surprises.nowMs = Math.max(surprises.nowMs, byMs);
  }

  private surpriseOf({ surprises: { at, nowMs, beforeMs } }: Experience): number {
    const age = this.clock.now() - at;
    if (age >= 2 * this.windowMs) return 0;
    return age >= this.windowMs ? nowMs : Math.max(nowMs, beforeMs);
  }

  private nearest(operation: string, size: number): Experience | undefined {
    const wanted = classOf(size);
    const distance = (sizeClass: number) => Math.abs(sizeClass - wanted);
    const known = [...(this.byOperation.get(operation) ?? [])];
    return known.sort(([a], [b]) => distance(a) - distance(b))[0]?.[1];
  }

  private sizesOf(operation: string): Map<number, Experience> {
    const sizes = this.byOperation.get(operation) ?? new Map<number, Experience>();
    this.byOperation.set(operation, sizes);
    return sizes;
  }
}

const classOf = (size: number): number => Math.floor(Math.log2(Math.max(size, 1)));
