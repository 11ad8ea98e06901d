import { methodNotAllowed, unknownTable, wrongParameter } from '../errors.js';
import { readFunctionParameters } from '../odata/function-parameters.js';
import type { MessageCall } from './message.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { complexResponse } from './respond.js';

/**
 * `GET RetrieveTotalRecordCount(EntityNames=@p1)?@p1=["account"]`: all rows of each table, beyond the 5,000 that `$count` stops at.
 * The service counts them within the last 24 hours; the count of this moment is such a one. webapi/reference/retrievetotalrecordcount
 * and webapi/reference/entityrecordcountcollection.
 */
export function retrieveTotalRecordCount(
  context: Context,
  { method, query }: WebApiRequest,
  { parameters = '' }: MessageCall,
): WebApiResponse {
  if (method !== 'GET') throw methodNotAllowed(method);
  const names = readFunctionParameters(parameters, query).get('EntityNames');
  if (names?.kind !== 'list') throw wrongParameter('EntityNames');
  return complexResponse(context, 'RetrieveTotalRecordCountResponse', {
    EntityRecordCountCollection: {
      Count: names.values.length,
      IsReadOnly: false,
      Keys: names.values,
      Values: names.values.map((name) => countRows(context, name)),
    },
  });
}

function countRows({ tables, store }: Context, name: string): number {
  const table = tables.named(name);
  if (!table) throw unknownTable(name);
  return store.scan(table).length;
}
