import type { Column } from './column.js';
import type { GlobalChoice } from './global-choice.js';
import type { AlternateKey, TableDefinition } from './table.js';

/** What can be changed of a table itself: what people see of it, and whether its changes can be asked for. */
export type TableWords = Pick<TableDefinition, 'label' | 'pluralLabel' | 'description' | 'changeTracking'>;

/**
 * One change of the schema, as the log holds it. It says what is to be and not what was, so that it can be applied to a schema that
 * already has it.
 */
export type SchemaChange =
  | { op: 'putTable'; definition: TableDefinition }
  | { op: 'describeTable'; table: string; words: TableWords }
  | { op: 'dropTable'; table: string }
  | { op: 'putColumn'; table: string; column: Column }
  | { op: 'dropColumn'; table: string; column: string }
  | { op: 'putStatuses'; table: string; states: TableDefinition['states'] }
  | { op: 'putKey'; table: string; key: AlternateKey }
  | { op: 'dropKey'; table: string; key: string }
  | { op: 'putChoice'; choice: GlobalChoice }
  | { op: 'dropChoice'; choice: string };

const OPERATIONS: Record<SchemaChange['op'], true> = {
  putTable: true,
  describeTable: true,
  dropTable: true,
  putColumn: true,
  dropColumn: true,
  putStatuses: true,
  putKey: true,
  dropKey: true,
  putChoice: true,
  dropChoice: true,
};

export const isSchemaChange = (change: { op: string }): change is SchemaChange =>
  Object.hasOwn(OPERATIONS, change.op);
