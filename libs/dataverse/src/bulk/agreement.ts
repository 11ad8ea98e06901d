import { columnOf } from '../table-map/column-names.js';
import type { MappedColumn } from '../table-map/column.js';
import type { RowReference } from '../table-map/row-address.js';
import type { BoundRow } from '../table-map/row.js';
import type { Table } from '../table-map/table.js';
import { guidAtEnd } from '../web-api/odata.js';

/** Whether a row has the wanted values; `unclear` where it may have: a lookup that was bound by an alternate key is read by GUID. */
export type Agreement = 'same' | 'different' | 'unclear';

type Values = Readonly<Record<string, unknown>>;

export function agreement(table: Table, wanted: Values, found: object): Agreement {
  const values: Values = { ...found };
  const each = Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined ? [] : [valuesAgree(columnOf(table, name), value, values[name])],
  );
  if (each.includes('different')) return 'different';
  return each.includes('unclear') ? 'unclear' : 'same';
}

function valuesAgree(column: MappedColumn, wanted: unknown, found: unknown): Agreement {
  if (wanted === null || found === null || found === undefined) {
    return sameIf(isEmpty(wanted) && isEmpty(found));
  }
  if (column.kind === 'lookup') return bindingsAgree(wanted as RowReference, found as BoundRow);
  // Dataverse keeps no fractions of a second.
  if (column.kind === 'moment') return sameIf(secondOf(wanted) === secondOf(found));
  return sameIf(wanted === found);
}

/** An empty text is stored as nothing. */
const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

const secondOf = (value: unknown): number => Math.floor((value as Date).getTime() / 1_000);

function bindingsAgree({ path }: RowReference, { id }: BoundRow): Agreement {
  const bound = guidAtEnd(path);
  return bound === undefined ? 'unclear' : sameIf(bound === id.toLowerCase());
}

const sameIf = (same: boolean): Agreement => (same ? 'same' : 'different');
