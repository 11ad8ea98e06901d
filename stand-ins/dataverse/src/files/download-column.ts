import { rangeNotSatisfiable, unknownSegment } from '../errors.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { PathSegment } from '../odata/resource-path.js';
import { header } from '../operations/header.js';
import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';
import type { FileColumn, ImageColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { CHUNK_BYTES } from './chunk-bytes.js';
import { contentOf, type Content } from './content.js';
import { refuseInBatch } from './refuse-in-batch.js';

/**
 * `GET accounts(<key>)/sample_filecolumn/$value`, all of it or a `Range`: file-column-data, "Download Files", and image-column-data,
 * "Download images". Without `/$value` a range comes in base64 within JSON, as npm's dynamics-web-api reads it; what no file is in
 * answers 204.
 */
export function readFile(
  context: Context,
  request: WebApiRequest,
  table: Table,
  row: Row,
  column: FileColumn | ImageColumn,
  [next, ...more]: readonly PathSegment[],
): WebApiResponse {
  refuseInBatch(context);
  if (more.length > 0 || (next && next.name !== '$value')) throw unknownSegment(next?.name ?? column.name);
  const size = readQueryOptions(request.query, 'file').get('size');
  const content = contentOf(context, column, row, size === 'full' ? 'full' : 'thumbnail');
  if (!content) return { status: 204 };
  const range = readRange(header(request, 'range'), content.sizeInBytes);
  const { start, end } = range ?? { start: 0, end: content.sizeInBytes };
  const bytes = content.read(start, end - start);
  const answer = { status: range ? 206 : 200, headers: headersOf(content, range !== undefined) };
  if (next) return { ...answer, document: { mediaType: 'application/octet-stream', content: bytes } };
  const of = `${context.serviceRoot}$metadata#${table.entitySet}(${row.id})/${column.name}`;
  return { ...answer, body: { '@odata.context': of, value: bytes.toString('base64') } };
}

/** Whether a `GET` of the column itself is one of what is in the file, and not of its id. */
export const asksForContent = (request: WebApiRequest): boolean =>
  header(request, 'range') !== undefined || new URLSearchParams(request.query).has('size');

/** The end is behind the last byte. Of several ranges none is heeded, as HTTP lets a server do; an older page adds the total to one. */
function readRange(range: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)(?:\/\d+)?$/.exec(range ?? '') ?? [];
  if (first === undefined) return undefined;
  const start = Number(first);
  const end = Math.min(last ? Number(last) + 1 : size, size);
  // The first of an empty file is all of it.
  if (start >= size && start > 0) throw rangeNotSatisfiable();
  return { start, end: Math.max(start, end) };
}

function headersOf({ name, mimeType, sizeInBytes }: Content, isPart: boolean): Record<string, string> {
  const told = {
    'x-ms-file-size': String(sizeInBytes),
    'x-ms-file-name': inHeader(name),
    ...(isPart && { 'x-ms-chunk-size': String(CHUNK_BYTES) }),
    mimetype: mimeType,
  };
  return {
    ...told,
    'Access-Control-Expose-Headers': Object.keys(told).join('; '),
    'Content-Disposition': `attachment; filename="${inHeader(name)}"`,
  };
}

/** No page says how a name looks in a header that a header cannot hold: here, as in a URL. */
const inHeader = (name: string) => (/^[\x20-\x21\x23-\x7e]*$/.test(name) ? name : encodeURIComponent(name));
