import { sql } from 'kysely';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import type { NamedComputedColumn } from '../tables/staged-column.js';
import { read, type Rows, withColumns } from './row-columns.js';

/** The rows with the computed columns, in their order: each may name those before it. */
export function compute(dialect: StagingDialect, rows: Rows, columns: readonly NamedComputedColumn[]): Rows {
  return together(columns).reduce((before, group) => {
    const added = group.map(({ name, sql: expression }) => ({
      name,
      value: dialect.normalForm(dialect.asText(sql.raw(expression))),
    }));
    return read(dialect, withColumns(dialect, before, added), group);
  }, rows);
}

/** Columns that do not name each other are computed at once. A name within a text is taken for one: that costs a step and no more. */
function together(columns: readonly NamedComputedColumn[]): NamedComputedColumn[][] {
  const groups: NamedComputedColumn[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last?.every(({ name }) => !names(column.sql, name))) last.push(column);
    else groups.push([column]);
  }
  return groups;
}

const names = (expression: string, name: string) => new RegExp(`\\b${name}\\b`, 'i').test(expression);
