import { duplicateDetected } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { DuplicateRule } from '../schema/duplicate-rule.js';
import type { Table } from '../schema/table.js';
import { isReference, type Row, type Value, type Values } from '../store/row.js';

/**
 * Refuses a row of which there is a duplicate, when the client has asked for that by `MSCRM.SuppressDuplicateDetection: false`. An
 * organisation has the rules that it was given: webapi/manage-duplicate-detection-create-update.
 */
export function refuseDuplicate(context: Context, table: Table, id: string, values: Values): void {
  if (!context.detectsDuplicates) return;
  const rules = context.duplicateRules.filter((rule) => rule.table === table.name);
  for (const row of rules.length > 0 ? context.store.scan(table) : [])
    if (row.id !== id && rules.some((rule) => agrees(rule, row, values)))
      throw duplicateDetected(context.unknowns.duplicateStatus);
}

const agrees = ({ columns }: DuplicateRule, row: Row, values: Values) =>
  columns.every(
    (column) =>
      comparable(values[column]) !== null && comparable(values[column]) === comparable(row.values[column]),
  );

function comparable(value: Value | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (isReference(value)) return value.id;
  return typeof value === 'string' ? value.toLowerCase() : value;
}
