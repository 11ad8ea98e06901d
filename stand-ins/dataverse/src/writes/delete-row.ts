import { referredTo } from '../errors.js';
import { requireFreeRows } from '../operations/own-table.js';
import type { Context } from '../operations/request.js';
import type { Relationship } from '../schema/relationship.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { changeRow } from './update-row.js';

interface Doomed {
  table: Table;
  row: Row;
}

/**
 * Deletes a row and does to the rows that refer to it what their relationships say: delete them too, let them go, or forbid it all
 * (0x80040227). developer/data-platform/configure-entity-relationship-cascading-behavior, "Delete".
 */
export function deleteRow(context: Context, table: Table, row: Row): void {
  const { store, tables, events, caller: by, origin, now: at } = context;
  requireFreeRows(table);
  const doomed: Doomed[] = [{ table, row }];
  for (let next = doomed.pop(); next; next = doomed.pop()) {
    const { id } = next.row;
    const before = store.get(next.table, id);
    // Rows that refer to each other meet here twice.
    if (!before) continue;
    store.write({ op: 'delete', table: next.table.name, id, version: store.nextVersion() });
    events.add({ message: 'Delete', table: next.table, before, by, origin, at });
    for (const relationship of tables.referringTo(next.table))
      doomed.push(...release(context, relationship, id));
  }
}

/** Gives the rows that go along. */
function release(context: Context, relationship: Relationship, id: string): Doomed[] {
  const { referencing: table, column, onDelete } = relationship;
  const rows = context.store.referring(relationship, id);
  if (onDelete === 'cascade') return rows.map((row) => ({ table, row }));
  if (onDelete === 'restrict' && rows.length > 0) throw referredTo();
  for (const row of rows) changeRow(context, table, row, new Map([[column.name, null]]));
  return [];
}
