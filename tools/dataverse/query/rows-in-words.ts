import type { JsonObject } from '#lib/dataverse';
import { tableOf } from '../../text-table.js';
import type { RowsFound } from './read-rows.js';

const WIDEST = 8;
const COUNTED_AT_MOST = 5_000;

/** How many rows were found, and whether these are all. */
export function countInWords({ rows, more, count }: RowsFound): string {
  const total = count === undefined ? '' : ` of ${count >= COUNTED_AT_MOST ? '5,000 or more' : count}`;
  const number = `${rows.length}${total} ${rows.length === 1 && !total ? 'row' : 'rows'}.`;
  return more ? `${number} There are more: --all shows every one, --top so many.` : number;
}

/** The rows as a table that a person can read: the selected columns, and others as far as there is room. */
export function rowsAsTable(rows: readonly JsonObject[], select = ''): { table: string; hidden: number } {
  const selected = select
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const found = columnsOf(rows).filter((name) => !selected.includes(name));
  const room = Math.max(WIDEST - selected.length, 0);
  const table = tableOf([...selected, ...found.slice(0, room)], rows);
  return { table, hidden: found.slice(room).length };
}

/** The columns that have a value anywhere, without what the service notes about them; what every table has comes last. */
const columnsOf = (rows: readonly JsonObject[]): string[] => {
  const found = rows.flatMap((row) =>
    Object.keys(row).filter((name) => !name.includes('@') && row[name] !== null),
  );
  const names = [...new Set(found)];
  return [...names.filter((name) => !ALWAYS.test(name)), ...names.filter((name) => ALWAYS.test(name))];
};

const ALWAYS =
  /^(createdon|modifiedon|overriddencreatedon|versionnumber|statecode|statuscode|_(createdby|modifiedby|createdonbehalfby|ownerid)_value)$/;
