import type { Table } from '../schema/table.js';
import type { Values } from '../store/row.js';

/** Columns that the platform makes of others. A person's full name is all there is so far. */
export function computedColumns(table: Table, values: Values): Values {
  if (table.name !== 'contact') return {};
  const fullname = [values['firstname'], values['lastname']].filter(Boolean).join(' ');
  return { fullname: fullname === '' ? null : fullname.slice(0, 160) };
}
