import type { Lane } from '#lib/resilience';

/** One request as the service saw it, and as its caller had wished it. Moments and durations in milliseconds of virtual time. */
export interface ServedCall {
  user: string;
  lane: Lane;
  /** Which of the processes sent it. */
  process: number;
  /** The how manieth wish of its process it was. */
  place: number;
  rows: number;
  askedAt: number;
  arrivedAt: number;
  completedAt: number;
  /** What it took of execution time. */
  executionMs: number;
  /** A service that refuses answered 429; one that only counts would have. */
  wasRefused: boolean;
}
