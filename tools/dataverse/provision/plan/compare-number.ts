import type { Column } from '#lib/dataverse-schema';
import type { FoundColumn } from '../environment/environment.js';
import { byHand, byProvision, type ColumnChanges, type Finding } from './difference.js';

type NumberColumn = Extract<Column, { type: 'integer' | 'double' | 'decimal' }>;

/** Every number that we may write must be allowed; that more is allowed is no harm. */
export function compareNumber(table: string, column: NumberColumn, found: FoundColumn): Finding[] {
  const { min, max, precision } = column;
  return [
    ...(isAbove(found.min, min) ? [narrow(table, column, 'min', found.min, min)] : []),
    ...(isAbove(max, found.max) ? [narrow(table, column, 'max', found.max, max)] : []),
    ...(isAbove(precision, found.precision)
      ? [narrow(table, column, 'precision', found.precision, precision)]
      : []),
  ];
}

type Bound = 'min' | 'max' | 'precision';

const words: Record<Bound, string> = {
  min: 'takes numbers from',
  max: 'takes numbers up to',
  precision: 'shows as many digits after the point as',
};

function narrow(table: string, column: NumberColumn, bound: Bound, found = 0, wanted = 0): Finding {
  const says = `${words[bound]} ${found} where we rely on ${wanted}`;
  const changes: ColumnChanges = { [bound]: wanted };
  if (column.custom) return byProvision(says, { do: 'change-column', table, column, changes });
  return byHand(says, 'Widen it there, or narrow it in the schema.');
}

const isAbove = (one: number | undefined, other: number | undefined): boolean =>
  one !== undefined && other !== undefined && one > other;
