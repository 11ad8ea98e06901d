import { dataverseErrorOf } from '../errors/dataverse-error.js';
import type { Table } from '../table-map/table.js';
import type { CallOptions } from '../web-api/call-options.js';
import { queryString } from '../web-api/odata.js';
import { jsonOf, type WebApi } from '../web-api/web-api.js';

const operation = 'execute.RetrieveTotalRecordCount';

/** As Dataverse counted them within the last 24 hours (learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrievetotalrecordcount). */
export async function totalRowCount(api: WebApi, table: Table, options: CallOptions = {}): Promise<number> {
  const names = JSON.stringify([table.name]);
  const response = await api.request({
    ...options,
    operation,
    method: 'GET',
    path: `RetrieveTotalRecordCount(EntityNames=@p1)${queryString({ '@p1': names })}`,
    repeatable: true,
    expect: [200],
  });
  const { EntityRecordCountCollection: counts } = jsonOf(response, operation) as {
    EntityRecordCountCollection?: { Keys?: unknown[]; Values?: unknown[] };
  };
  const count = counts?.Values?.[counts.Keys?.indexOf(table.name) ?? -1];
  if (typeof count !== 'number') throw dataverseErrorOf(operation, response, Date.now());
  return count;
}
