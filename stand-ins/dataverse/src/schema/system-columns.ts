import type { Column } from './column.js';
import type { State } from './table.js';

/**
 * The columns that every table has and that no schema file lists:
 * https://learn.microsoft.com/power-apps/maker/data-platform/data-platform-intro (standard columns).
 */
export function systemColumns(primaryId: string, states: readonly State[]): Column[] {
  return [
    { name: primaryId, type: 'uniqueidentifier', set: 'onCreate' },
    { name: 'createdon', type: 'datetime', set: 'server' },
    { name: 'modifiedon', type: 'datetime', set: 'server' },
    { name: 'overriddencreatedon', type: 'datetime', set: 'onCreate' },
    { name: 'versionnumber', type: 'bigint', set: 'server' },
    { name: 'createdby', type: 'lookup', set: 'server', targets: { systemuser: 'createdby' } },
    { name: 'modifiedby', type: 'lookup', set: 'server', targets: { systemuser: 'modifiedby' } },
    { name: 'ownerid', type: 'lookup', targets: { systemuser: 'ownerid' } },
    ...stateColumns(states),
  ];
}

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
