import type { Row } from '../store/row.js';
import type { Filter } from './filter/filter.js';
import { comparePositions, positionOf, type OrderColumn, type Position } from './order.js';

/** Rows in the order of their ids, from after that id on when one is given. */
export type RowSource = (after?: string) => readonly Row[];

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
  for (const row of source(after?.id)) {
    if (filter && !filter.passes(row)) continue;
    if (rows.length === size) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more: false };
}

interface Placed {
  row: Row;
  position: Position;
}

/** Goes on sorting no more than a few pages: of 40,000 rows most are seen to lie behind the page at once. */
function takeInOrder({ source, filter, order, after, size }: PageRequest): Page {
  const compare = (left: Placed, right: Placed) => comparePositions(order, left.position, right.position);
  let placed: Placed[] = [];
  let [last, more]: [Placed | undefined, boolean] = [undefined, false];
  for (const row of passing(source, filter)) {
    const next = { row, position: positionOf(order, row) };
    if (after && comparePositions(order, next.position, after) <= 0) continue;
    if (last && compare(next, last) > 0) continue;
    placed.push(next);
    if (placed.length <= 4 * (size + 1)) continue;
    placed = placed.sort(compare).slice(0, size);
    [last, more] = [placed.at(-1), true];
  }
  placed.sort(compare);
  return { rows: placed.slice(0, size).map(({ row }) => row), more: more || placed.length > size };
}

/** The rows that pass, in the order of their ids. */
export function passing(source: RowSource, filter: Pick<Filter, 'passes'> | undefined): readonly Row[] {
  return filter ? source().filter(filter.passes) : source();
}

/** How many rows pass, and whether they are more than `most`. */
export function countPassing(
  source: RowSource,
  filter: Filter | undefined,
  most: number,
): { count: number; exceeded: boolean } {
  const { rows, more } = takePage({ source, filter, order: [], after: undefined, size: most });
  return { count: rows.length, exceeded: more };
}
