/** Durations by the number of rows, as `request + operation × rows`. Milliseconds. */
export interface Line {
  requestMs: number;
  operationMs: number;
  /** The share of the weighted variation that the line explains: 1 is all of it. */
  r2: number;
}

export interface Point {
  rows: number;
  durationMs: number;
  /** How much it counts. */
  weight: number;
}

/**
 * Weighted least squares. Neither part is ever below nothing: where it would be, the line is laid through the origin, or flat.
 *
 * @throws RangeError for points of fewer than two sizes
 */
export function fitLine(points: readonly Point[]): Line {
  if (new Set(points.map(({ rows }) => rows)).size < 2)
    throw new RangeError('A line needs two sizes at least.');
  const { requestMs, operationMs } = laidWithin(points);
  const mean = meanOf(points, ({ durationMs }) => durationMs);
  const missed = meanOf(points, ({ rows, durationMs }) => (durationMs - requestMs - operationMs * rows) ** 2);
  const varied = meanOf(points, ({ durationMs }) => (durationMs - mean) ** 2);
  return { requestMs, operationMs, r2: varied === 0 ? 1 : 1 - missed / varied };
}

function laidWithin(points: readonly Point[]): Pick<Line, 'requestMs' | 'operationMs'> {
  const [rows, duration] = [
    meanOf(points, (point) => point.rows),
    meanOf(points, (point) => point.durationMs),
  ];
  const together = meanOf(points, (point) => (point.rows - rows) * (point.durationMs - duration));
  const operationMs = together / meanOf(points, (point) => (point.rows - rows) ** 2);
  const requestMs = duration - operationMs * rows;
  if (operationMs < 0) return { requestMs: duration, operationMs: 0 };
  return requestMs < 0 ? { requestMs: 0, operationMs: throughOrigin(points) } : { requestMs, operationMs };
}

const throughOrigin = (points: readonly Point[]): number =>
  meanOf(points, ({ rows, durationMs }) => rows * durationMs) / meanOf(points, ({ rows }) => rows ** 2);

function meanOf(points: readonly Point[], of: (point: Point) => number): number {
  const all = points.reduce((sum, { weight }) => sum + weight, 0);
  return points.reduce((sum, point) => sum + of(point) * point.weight, 0) / all;
}
