import type { CallOptions } from '../web-api/call-options.js';
import { dataverseErrorOf } from '../errors/dataverse-error.js';
import { queryString } from '../web-api/odata.js';
import { expressionOf, type Filter } from '../query/filter.js';
import type { Table } from '../table-map/table.js';
import type { WebApi } from '../web-api/web-api.js';

/** How many rows there are. The service counts no further than 5,000, so that figure may stand for any larger one. */
export type Count = { exactly: number } | { atLeast: 5_000 };

const countsNoFurther = 5_000;

export async function count<T extends Table>(
  api: WebApi,
  table: T,
  options: CallOptions & { filter?: Filter<T['name']> | undefined } = {},
): Promise<Count> {
  const { filter, ...how } = options;
  const operation = `${table.name}.count`;
  const response = await api.request({
    ...how,
    operation,
    method: 'GET',
    path: `${table.entitySet}/$count${queryString({ $filter: expressionOf(filter, table.name) })}`,
    repeatable: true,
    table,
    expect: [200],
  });
  const rows = numberIn(response.body);
  if (rows === undefined) throw dataverseErrorOf(operation, response, Date.now());
  return rows < countsNoFurther ? { exactly: rows } : { atLeast: countsNoFurther };
}

/** Plain text, perhaps after a byte order mark. */
function numberIn(body: string): number | undefined {
  const [, digits] = /^\uFEFF?\s*(\d{1,9})\s*$/.exec(body) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
