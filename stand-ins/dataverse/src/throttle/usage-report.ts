import type { UsageReport } from './usage.js';

const NOTHING: UsageReport = {
  requests: 0,
  operations: 0,
  executionMs: 0,
  throttled: { requests: 0, executionTime: 0, concurrency: 0 },
  fullestWindow: { requests: 0, executionMs: 0 },
  fullestShare: { requests: 0, executionMs: 0 },
  mostInFlight: 0,
};

/** Of several servers: what is counted adds up, what a limit is held against is the worst of them. */
export const together = (reports: readonly UsageReport[]): UsageReport => reports.reduce(added, NOTHING);

function added(one: UsageReport, other: UsageReport): UsageReport {
  return {
    requests: one.requests + other.requests,
    operations: one.operations + other.operations,
    executionMs: one.executionMs + other.executionMs,
    throttled: {
      requests: one.throttled.requests + other.throttled.requests,
      executionTime: one.throttled.executionTime + other.throttled.executionTime,
      concurrency: one.throttled.concurrency + other.throttled.concurrency,
    },
    fullestWindow: worst(one.fullestWindow, other.fullestWindow),
    fullestShare: worst(one.fullestShare, other.fullestShare),
    mostInFlight: Math.max(one.mostInFlight, other.mostInFlight),
  };
}

const worst = (one: UsageReport['fullestWindow'], other: UsageReport['fullestWindow']) => ({
  requests: Math.max(one.requests, other.requests),
  executionMs: Math.max(one.executionMs, other.executionMs),
});
