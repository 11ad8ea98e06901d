import type { Column } from './column.js';
import type { GlobalChoice } from './global-choice.js';
import type { SchemaChange } from './schema-change.js';
import { statusOptions } from './system-columns.js';
import { Table, type TableDefinition } from './table.js';
import type { SchemaState } from './tables.js';

/** The schema as it is after a change. What is about a table that is not there changes nothing. */
export function applySchemaChange(state: SchemaState, change: SchemaChange): SchemaState {
  switch (change.op) {
    case 'putTable':
      return { ...state, tables: put(state.tables, new Table(change.definition)) };
    case 'dropTable':
      return { ...state, tables: state.tables.filter(({ name }) => name !== change.table) };
    case 'putChoice':
      return withChoice(state, change.choice);
    case 'dropChoice':
      return { ...state, choices: state.choices.filter(({ name }) => name !== change.choice) };
    default:
      return {
        ...state,
        tables: state.tables.map((table) =>
          table.name === change.table ? new Table(changed(table.definition, change)) : table,
        ),
      };
  }
}

type ChangeWithin = Exclude<
  SchemaChange,
  { op: 'putTable' } | { op: 'dropTable' } | { op: 'putChoice' } | { op: 'dropChoice' }
>;

function changed(definition: TableDefinition, change: ChangeWithin): TableDefinition {
  const { columns, keys } = definition;
  switch (change.op) {
    case 'describeTable':
      return { ...definition, ...change.words };
    case 'putColumn':
      return { ...definition, columns: put(columns, change.column) };
    case 'dropColumn':
      return { ...definition, columns: columns.filter(({ name }) => name !== change.column) };
    case 'putStatuses':
      return {
        ...definition,
        states: change.states,
        columns: columns.map((column) =>
          column.name === 'statuscode' && column.type === 'choice'
            ? { ...column, values: statusOptions(change.states) }
            : column,
        ),
      };
    case 'putKey':
      return { ...definition, keys: put(keys, change.key) };
    case 'dropKey':
      return { ...definition, keys: keys.filter(({ name }) => name !== change.key) };
  }
}

/** In the place of the one with its name, or at the end. */
function put<T extends { name: string }>(all: readonly T[], one: T): T[] {
  const at = all.findIndex(({ name }) => name === one.name);
  return at < 0 ? [...all, one] : all.with(at, one);
}

/** The columns that use a choice have its options. */
function withChoice(state: SchemaState, choice: GlobalChoice): SchemaState {
  const follow = (column: Column): Column =>
    column.type === 'choice' && column.choice === choice.name
      ? { ...column, values: choice.options }
      : column;
  const uses = ({ columns }: Table) =>
    columns.some((column) => column.type === 'choice' && column.choice === choice.name);
  return {
    choices: put(state.choices, choice),
    tables: state.tables.map((table) =>
      uses(table) ? new Table({ ...table.definition, columns: table.columns.map(follow) }) : table,
    ),
  };
}
