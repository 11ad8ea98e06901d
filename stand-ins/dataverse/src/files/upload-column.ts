import { badUpload, methodNotAllowed } from '../errors.js';
import { readConditions, requireVersion } from '../odata/conditions.js';
import { readQueryOptions, type QueryOptions } from '../odata/query-options.js';
import { header } from '../operations/header.js';
import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';
import type { FileColumn, ImageColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { updateRow } from '../writes/update-row.js';
import { detachFile } from './attach-file.js';
import { checkOctets } from './check-octets.js';
import { beginChunks, takeChunk } from './chunks.js';
import { refuseInBatch } from './refuse-in-batch.js';
import { storeFile } from './store-file.js';

/**
 * `PATCH accounts(<key>)/sample_filecolumn`, in one request or in chunks, and `DELETE` of it: file-column-data, "Upload a file in a
 * single request using Web API" and "Upload the file in chunks using Web API". Images go the same way.
 */
export function changeFile(
  context: Context,
  request: WebApiRequest,
  table: Table,
  row: Row,
  column: FileColumn | ImageColumn,
): WebApiResponse {
  refuseInBatch(context);
  requireVersion(readConditions(request.headers), row);
  if (request.method === 'DELETE') return removeFile(context, request, table, row, column);
  if (request.method !== 'PATCH') throw methodNotAllowed(request.method);
  const options = readQueryOptions(request.query, 'upload');
  const name = fileName(request, options);
  const token = options.get('sessiontoken');
  // Before the mode of transfer, which npm's dynamics-web-api says with every chunk.
  if (token !== undefined) return takeChunk(context, request, token, { table, row, column });
  if (header(request, 'x-ms-transfer-mode') === 'chunked')
    return beginChunks(context, request, { table, row, column, name: nameGiven(name) });
  checkOctets(request);
  storeFile(context, table, row, column, nameGiven(name), request.body ?? Buffer.alloc(0));
  return { status: 204 };
}

function removeFile(
  context: Context,
  request: WebApiRequest,
  table: Table,
  row: Row,
  column: FileColumn | ImageColumn,
): WebApiResponse {
  readQueryOptions(request.query, 'nothing');
  if (column.type === 'file') detachFile(context, table, row, column);
  else updateRow(context, table, row, new Map([[column.name, null]]));
  return { status: 204 };
}

/** The header has precedence over the query option, which takes names beyond ASCII, too. */
const fileName = (request: WebApiRequest, options: QueryOptions): string | undefined =>
  header(request, 'x-ms-file-name') ?? options.get('x-ms-file-name');

function nameGiven(name: string | undefined): string {
  if (!name) throw badUpload('it has no x-ms-file-name');
  return name;
}
