import type { ChoiceOption, Column, LookupTarget } from './column.js';
import type { State, TableDefinition } from './table.js';

/** What the platform must know of a table to give it its columns. */
export type Basis = Pick<TableDefinition, 'name' | 'primaryId' | 'states' | 'ownership' | 'custom'> &
  Partial<Pick<TableDefinition, 'schemaName'>>;

/** As they stand on the pages of account, contact and annotation: developer/data-platform/reference/entities. */
const SCHEMA_NAMES = [
  'CreatedBy',
  'CreatedOn',
  'CreatedOnBehalfBy',
  'ModifiedBy',
  'ModifiedOn',
  'ModifiedOnBehalfBy',
  'OverriddenCreatedOn',
  'OwnerId',
  'StateCode',
  'StatusCode',
  'VersionNumber',
];

/**
 * The columns that every table has and that no schema file lists:
 * https://learn.microsoft.com/power-apps/maker/data-platform/data-platform-intro (standard columns).
 */
export function systemColumns(basis: Basis): Column[] {
  const columns = unnamedColumns(basis);
  return basis.custom ? columns : columns.map((column) => withSchemaName(column, basis.schemaName));
}

/** The names of the platform's own tables only: no page lists those of a new one. */
function withSchemaName<C extends Column>(column: C, table = ''): C {
  const schemaName = [`${table}Id`, ...SCHEMA_NAMES].find((name) => name.toLowerCase() === column.name);
  return { ...column, schemaName };
}

function unnamedColumns({ name, primaryId, states, ownership, custom }: Basis): Column[] {
  const table = custom ? name : `${name}base`;
  return [
    { name: primaryId, type: 'uniqueidentifier', set: 'onCreate' },
    { name: 'createdon', type: 'datetime', set: 'server' },
    { name: 'modifiedon', type: 'datetime', set: 'server' },
    { name: 'overriddencreatedon', type: 'datetime', set: 'onCreate' },
    { name: 'versionnumber', type: 'bigint', set: 'server' },
    {
      name: 'createdby',
      type: 'lookup',
      set: 'server',
      targets: user('createdby', `lk_${table}_createdby`),
    },
    {
      name: 'modifiedby',
      type: 'lookup',
      set: 'server',
      targets: user('modifiedby', `lk_${table}_modifiedby`),
    },
    {
      name: 'createdonbehalfby',
      type: 'lookup',
      set: 'server',
      targets: user('createdonbehalfby', `lk_${table}_createdonbehalfby`),
    },
    {
      name: 'modifiedonbehalfby',
      type: 'lookup',
      set: 'server',
      targets: user('modifiedonbehalfby', `lk_${table}_modifiedonbehalfby`),
    },
    ...ownerColumns(name, ownership),
    ...stateColumns(states),
  ];
}

/** The names of the relationships are made alike; the platform's own differ from table to table. */
const user = (property: string, relationship: string): Record<string, LookupTarget> => ({
  systemuser: { property, relationship, onDelete: 'restrict' },
});

const ownerColumns = (table: string, ownership: Basis['ownership']): Column[] =>
  ownership === 'organization'
    ? []
    : [{ name: 'ownerid', type: 'lookup', targets: user('ownerid', `user_${table}`) }];

function stateColumns(states: readonly State[]): Column[] {
  if (states.length === 0) return [];
  return [
    {
      name: 'statecode',
      type: 'choice',
      values: states.map(({ state, label }) => ({ value: state, label })),
    },
    { name: 'statuscode', type: 'choice', values: statusOptions(states) },
  ];
}

export const statusOptions = (states: readonly State[]): ChoiceOption[] =>
  states.flatMap(({ statuses }) => statuses.map(({ value, label }) => ({ value, label })));
