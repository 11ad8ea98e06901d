import { cutText, rowOf, type Table } from '#lib/dataverse';
import type { Schema, Table as SchemaTable } from '#lib/dataverse-schema';
import type { Catalogue } from '../../../catalogue/catalogue.js';
import { type ColumnTypes, columnTypes } from '../../../catalogue/column-types.js';
import { type LoadStep, loadSteps } from '../../../catalogue/order/load-order.js';
import { ownColumns } from '../../../catalogue/own-columns.js';
import type { Mapping } from '../../../catalogue/target.js';
import { cwKeysOf } from '../../cw-keys.js';
import type { RowToLoad } from '../../step-writer.js';
import { tableMapOf } from '../../table-map.js';
import { columnNamed, tableNamed } from '../../table-named.js';
import { activeState, stateValues } from '../state-values.js';
import { literalValue } from './literal-value.js';
import { projectedPosition } from './projected-position.js';
import { sourceValue } from './source-value.js';

/** What a step is mapped by. */
export interface MappingGround {
  schema: Schema;
  catalogue: Pick<Catalogue, 'integrations'>;
  step: LoadStep;
  /** For the keys of people. */
  keySecret?: string | undefined;
}

/** Columns of a row in Dataverse with what they are to hold, in the words of the table's map. */
export type MappedRow = Readonly<Record<string, unknown>>;

type Values = RowToLoad['values'];
type ValueOf = (values: Values) => unknown;

/**
 * Makes rows of Dataverse of the accepted rows of a step. What can be worked out beforehand is, since rows are many. Each column of the mapping is in
 * every row, so that a value that went away is emptied there.
 *
 * @throws KeySecretMissingError when keys of people are to be made without a secret
 */
export function rowMapper(ground: MappingGround): (row: RowToLoad) => MappedRow {
  const { schema, step } = ground;
  const { columns, position } = step.target;
  const mapped = columnMapper(ground, Object.keys(columns));
  const place = position ? projectedPosition(position) : () => ({});
  const own = ownValues(step, tableNamed(schema, step.target.table));
  return (row) => ({ ...mapped(row.values), ...place(row.values), ...own(row) });
}

/** What these columns of the mapping are to hold. */
export function columnMapper(ground: MappingGround, names: readonly string[]): (values: Values) => MappedRow {
  const { schema, step } = ground;
  const table = tableNamed(schema, step.target.table);
  const types = typesOf(ground);
  const columns = Object.entries(step.target.columns)
    .filter(([name]) => names.includes(name))
    .map(([name, mapping]) => [name, valueOf(ground, table, name, mapping, types)] as const);
  return (values) => Object.fromEntries(columns.map(([name, value]) => [name, value(values)]));
}

/** Of an entity nobody can tell them before its query runs. */
function typesOf({ catalogue: { integrations }, step }: MappingGround): ColumnTypes {
  const integration = integrations.find(({ name }) => name === step.name);
  return integration ? columnTypes(integration) : new Map();
}

function valueOf(
  ground: MappingGround,
  table: SchemaTable,
  name: string,
  mapping: Mapping,
  types: ColumnTypes,
): ValueOf {
  const { schema } = ground;
  const column = columnNamed(table, name);
  if ('value' in mapping) return always(literalValue(schema, column, mapping.value));
  if ('row' in mapping) return always(rowOf(tableMapOf(schema, mapping.row.table), mapping.row.id));
  if ('lookup' in mapping) return ofText(mapping.lookup.column, boundRow(ground, mapping.lookup.to));
  return ofText(mapping.column, sourceValue(schema, mapping, column, types.get(mapping.column)));
}

const always =
  (value: unknown): ValueOf =>
  () =>
    value;

/** Nothing stays nothing. */
const ofText =
  (column: string, value: (text: string) => unknown): ValueOf =>
  (values) => {
    const text = values[column] ?? null;
    return text === null ? null : value(text);
  };

/** The row of another step with this natural key. */
function boundRow(
  { schema, catalogue, keySecret }: MappingGround,
  to: string,
): (naturalKey: string) => unknown {
  const step = catalogue.integrations.flatMap(loadSteps).find(({ name }) => name === to);
  if (!step) throw new Error(`There is no integration or entity ${to}.`);
  const table: Table = tableMapOf(schema, step.target.table);
  const keyOf = cwKeysOf(step, { schema, keySecret });
  return (naturalKey) => rowOf(table, { [ownColumns.key]: keyOf(naturalKey) });
}

/** By which the sync knows the row again. Who people are is said by the mapping alone. */
function ownValues({ name }: LoadStep, table: SchemaTable): (row: RowToLoad) => MappedRow {
  const { naturalKey, sourceSystem, rowHash } = ownColumns;
  const { personal } = table;
  const length = lengthOf(table, naturalKey);
  return ({ key, hash, isInactive }) => ({
    ...(!personal && { [naturalKey]: cutText(key, length) }),
    [sourceSystem]: name,
    [rowHash]: hash,
    ...(isInactive && stateValues(table, activeState)),
  });
}

function lengthOf(table: SchemaTable, name: string): number {
  const column = columnNamed(table, name);
  return 'length' in column ? column.length : Infinity;
}
