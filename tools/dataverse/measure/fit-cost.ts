import type { Cost, SizeSpread } from './cost-file.js';
import { fitLine, type Line } from './fit-line.js';

/** What a call with so many rows took. */
export interface Duration {
  rows: number;
  durationMs: number;
}

/** What takes more than so many times the median of its size is an outlier: told apart, since a mean or a line would follow it. */
const outlierFactor = 2;

/**
 * The cost of one form, from calls of several sizes. Each counts by the median of its size, since the scatter grows with the
 * duration: small calls, which know best what the request costs, are heard as much as large ones.
 *
 * @param requestMs for calls of one row alone, which cannot tell the two parts apart: what the request is known to cost
 */
export function fitCost(durations: readonly Duration[], requestMs?: number): Cost {
  const sizes = spreadBySize(durations);
  const sized = durations.map((one) => ({ ...one, medianMs: medianAt(sizes, one.rows) }));
  const usual = sized.filter(({ durationMs, medianMs }) => durationMs <= outlierFactor * medianMs);
  const outliers = sized.filter(({ durationMs, medianMs }) => durationMs > outlierFactor * medianMs);
  const points = usual.map(({ medianMs, ...one }) => ({ ...one, weight: 1 / medianMs ** 2 }));
  const line = requestMs === undefined ? fitLine(points) : singleLine(usual, requestMs);
  return {
    requestMs: rounded(line.requestMs),
    operationMs: rounded(line.operationMs),
    r2: line.r2 === null ? null : rounded(line.r2),
    jitter: rounded(deviation(usual)),
    tail: {
      share: rounded(outliers.length / durations.length),
      factor: outliers.length === 0 ? 1 : rounded(meanOf(outliers.map((o) => o.durationMs / o.medianMs))),
    },
    samples: durations.length,
    sizes,
  };
}

function singleLine(usual: readonly Duration[], knownMs: number): Omit<Line, 'r2'> & { r2: null } {
  const mean = meanOf(usual.map(({ durationMs }) => durationMs));
  const requestMs = Math.min(knownMs, mean);
  return { requestMs, operationMs: mean - requestMs, r2: null };
}

function spreadBySize(durations: readonly Duration[]): SizeSpread[] {
  const sizes = [...new Set(durations.map(({ rows }) => rows))].sort((a, b) => a - b);
  return sizes.map((rows) => {
    const took = durations.filter((one) => one.rows === rows).map(({ durationMs }) => durationMs);
    const [medianMs, minMs, maxMs] = [medianOf(took), Math.min(...took), Math.max(...took)];
    return { rows, medianMs: rounded(medianMs), minMs: rounded(minMs), maxMs: rounded(maxMs) };
  });
}

const medianAt = (sizes: readonly SizeSpread[], rows: number): number =>
  Math.max(sizes.find((size) => size.rows === rows)?.medianMs ?? 0, Number.EPSILON);

/** The deviation as a share of the mean, each size by itself, so that it is no matter whether the line fits. */
function deviation(usual: readonly Duration[]): number {
  const sizes = [...new Set(usual.map(({ rows }) => rows))];
  const squares = sizes.flatMap((rows) => {
    const took = usual.filter((one) => one.rows === rows).map(({ durationMs }) => durationMs);
    const mean = meanOf(took);
    return took.map((ms) => (ms / mean - 1) ** 2);
  });
  const free = squares.length - sizes.length;
  return free > 0 ? Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / free) : 0;
}

/** In the middle; of two, halfway. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [lower = Number.NaN, upper = Number.NaN] = [
    sorted[(sorted.length - 1) >> 1],
    sorted[sorted.length >> 1],
  ];
  return (lower + upper) / 2;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** To what a reader can use: a microsecond is noise. */
export const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
