import type { MeasuredTable } from './measured-tables.js';

/** How rows are written: a request of its own for each, as operations of a batch, or as a bulk message. */
export type Form = 'single' | 'batch' | 'bulk';
/** An upsert costs one thing when it makes a row, another when it changes one. */
export type Verb = 'create' | 'update';

/** What is measured together: so many rows of a table, in one call. */
export interface Cell {
  measured: MeasuredTable;
  form: Form;
  rows: number;
}

/** What one call took. */
export interface Sample {
  table: string;
  form: Form;
  verb: Verb;
  rows: number;
  durationMs: number;
}

/** How many rows calls shall have. */
export interface Sizes {
  batch: readonly number[];
  bulk: readonly number[];
}

/** In each round so many calls have one row: they cost little, and tell nearly by themselves what the request costs. */
const callsOfOne = 3;

/** All cells, in the order in which each round takes them. */
export const cellsOf = (tables: readonly MeasuredTable[], { batch, bulk }: Sizes): Cell[] =>
  tables.flatMap((measured) => [
    { measured, form: 'single' as const, rows: 1 },
    ...sizesOf(batch).map((rows) => ({ measured, form: 'batch' as const, rows })),
    ...sizesOf(bulk).map((rows) => ({ measured, form: 'bulk' as const, rows })),
  ]);

function sizesOf(sizes: readonly number[]): number[] {
  const larger = [...new Set(sizes)].filter((size) => size > 1).sort((a, b) => a - b);
  return [...Array<number>(callsOfOne).fill(1), ...larger];
}

/** Rows that a round makes, and changes once. */
export const rowsOf = (cells: readonly Cell[]): number => cells.reduce((sum, { rows }) => sum + rows, 0);
