import type { Column, Schema, Table } from '#lib/dataverse-schema';
import { attributeTypes } from '../definitions/attribute-type.js';
import type { Environment, FoundColumn, FoundTable } from '../environment/environment.js';

/** An environment that has all that the schema says, and no more. */
export const perfectEnvironment = ({ publisher, choices, tables }: Schema): Environment => ({
  publisher: { id: 'publisher', prefix: publisher.prefix, optionValuePrefix: publisher.optionValuePrefix },
  solution: { id: 'solution', publisherId: 'publisher' },
  choices: new Map(choices.map(({ name, label, values }) => [name, { id: name, label, values }])),
  tables: new Map(tables.map((table) => [table.name, foundTable(table)])),
});

const foundTable = (table: Table): FoundTable => ({
  label: table.label,
  entitySet: table.entitySet,
  primaryId: table.primaryId,
  primaryName: table.primaryName,
  columns: new Map([...table.columns.map((column) => foundColumn(column)), ...stateColumns(table)]),
  keys: table.keys.map(({ name, columns }) => ({ name, columns, status: 'Active' })),
  relationships: table.columns.flatMap((column) =>
    column.type === 'lookup'
      ? Object.entries(column.targets).map(([referenced, { property }]) => ({
          column: column.name,
          referenced,
          property,
        }))
      : [],
  ),
});

const foundColumn = (column: Column): [string, FoundColumn] => [
  column.name,
  { type: attributeTypes[column.type].AttributeTypeName.Value, label: column.label, ...particulars(column) },
];

function particulars(column: Column): Partial<FoundColumn> {
  switch (column.type) {
    case 'string':
    case 'memo':
      return { length: column.length };
    case 'integer':
    case 'double':
    case 'decimal':
      return { min: column.min ?? -1e9, max: column.max ?? 1e9, precision: column.precision ?? 0 };
    case 'choice':
      return column.choice === undefined ? { values: column.values ?? [] } : { choice: column.choice };
    case 'date':
      return { format: 'DateOnly' };
    case 'datetime':
      return { format: 'DateAndTime' };
    case 'lookup':
      return { targets: Object.keys(column.targets) };
    default:
      return {};
  }
}

const stateColumns = ({ state }: Table): [string, FoundColumn][] =>
  state.length === 0
    ? []
    : [
        [
          'statecode',
          {
            type: 'StateType',
            label: undefined,
            values: state.map(({ state: value, label }) => ({ value, label })),
          },
        ],
        [
          'statuscode',
          { type: 'StatusType', label: undefined, values: state.flatMap(({ statuses }) => statuses) },
        ],
      ];
