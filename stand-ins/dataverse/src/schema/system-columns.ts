import type { Column, LookupTarget } from './column.js';
import type { State } from './table.js';

/**
 * The columns that every table has and that no schema file lists:
 * https://learn.microsoft.com/power-apps/maker/data-platform/data-platform-intro (standard columns).
 */
export function systemColumns(table: string, primaryId: string, states: readonly State[]): Column[] {
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
      targets: user('createdby', `lk_${table}base_createdby`),
    },
    {
      name: 'modifiedby',
      type: 'lookup',
      set: 'server',
      targets: user('modifiedby', `lk_${table}base_modifiedby`),
    },
    {
      name: 'createdonbehalfby',
      type: 'lookup',
      set: 'server',
      targets: user('createdonbehalfby', `lk_${table}base_createdonbehalfby`),
    },
    {
      name: 'modifiedonbehalfby',
      type: 'lookup',
      set: 'server',
      targets: user('modifiedonbehalfby', `lk_${table}base_modifiedonbehalfby`),
    },
    { name: 'ownerid', type: 'lookup', targets: user('ownerid', `user_${table}`) },
    ...stateColumns(states),
  ];
}

/** The names of the relationships are made alike; the platform's own differ from table to table. */
const user = (property: string, relationship: string): Record<string, LookupTarget> => ({
  systemuser: { property, relationship, onDelete: 'restrict' },
});

function stateColumns(states: readonly State[]): Column[] {
  if (states.length === 0) return [];
  return [
    {
      name: 'statecode',
      type: 'choice',
      values: states.map(({ state, label }) => ({ value: state, label })),
    },
    { name: 'statuscode', type: 'choice', values: states.flatMap(({ statuses }) => statuses) },
  ];
}
