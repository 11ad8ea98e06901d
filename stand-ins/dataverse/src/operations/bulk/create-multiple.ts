import { keyInserted } from '../../errors.js';
import type { Table } from '../../schema/table.js';
import { createDeep } from '../../writes/create-deep.js';
import type { Fields } from '../../writes/read-fields.js';
import type { Context, WebApiRequest, WebApiResponse } from '../request.js';
import { readTargets } from './read-targets.js';

/** `POST accounts/Microsoft.Dynamics.CRM.CreateMultiple`: developer/data-platform/bulk-operations, "CreateMultiple". */
export function createMultiple(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  const ids = readTargets(context, request, table, 'CreateMultiple').map((target) => {
    refuseTakenId(context, table, target);
    return createDeep(context, table, target).id;
  });
  return {
    status: 200,
    body: {
      '@odata.context': `${context.serviceRoot}$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
      Ids: ids,
    },
  };
}

/** A single create has other words for it: here they are the database's. An earlier target may have taken the id, too. */
function refuseTakenId({ store }: Context, table: Table, target: Fields): void {
  const id = target[table.primaryId];
  if (typeof id === 'string' && store.get(table, id.toLowerCase())) throw keyInserted();
}
