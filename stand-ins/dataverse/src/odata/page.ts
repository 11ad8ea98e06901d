import type { Row } from '../store/row.js';
import type { Filter } from './filter/filter.js';
import { comparePositions, positionOf, type OrderColumn, type Position } from './order.js';

/** Rows in the order of their ids, from after that id on when one is given. */
export type RowSource = (after?: string) => Iterable<Row>;

export interface PageRequest {
  source: RowSource;
  filter: Filter | undefined;
  order: readonly OrderColumn[];
  /** The last position of the page before. */
  after: Position | undefined;
  /** Rows at most. */
  size: number;
}

export interface Page {
  rows: readonly Row[];
  /** Whether there are rows behind the last one. */
  more: boolean;
}

/**
 * The page that begins behind a position. It is found by the position's values, not by counting, so that rows which come, go or move
 * between two pages make nobody see an unmoved row twice or miss it.
 */
export function takePage(request: PageRequest): Page {
  return request.order.length === 0 ? takeById(request) : takeInOrder(request);
}

function takeById({ source, filter, after, size }: PageRequest): Page {
  const rows: Row[] = [];
  for (const row of passing(source, filter, after?.id)) {
    if (rows.length === size) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more: false };
}

function takeInOrder({ source, filter, order, after, size }: PageRequest): Page {
  const placed: { row: Row; position: Position }[] = [];
  for (const row of passing(source, filter)) {
    const position = positionOf(order, row);
    if (!after || comparePositions(order, position, after) > 0) placed.push({ row, position });
  }
  placed.sort((left, right) => comparePositions(order, left.position, right.position));
  return { rows: placed.slice(0, size).map(({ row }) => row), more: placed.length > size };
}

/** The rows that pass, by an index where there is one. */
export function* passing(source: RowSource, filter: Filter | undefined, after?: string): Iterable<Row> {
  for (const row of source(after)) if (!filter || filter.passes(row)) yield row;
}

/** How many rows pass, and whether they are more than `most`. */
export function countPassing(
  source: RowSource,
  filter: Filter | undefined,
  most: number,
): { count: number; exceeded: boolean } {
  let count = 0;
  for (const _row of passing(source, filter)) {
    if (count === most) return { count, exceeded: true };
    count += 1;
  }
  return { count, exceeded: false };
}
