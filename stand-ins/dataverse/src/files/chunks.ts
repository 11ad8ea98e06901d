import { badBlock, badUpload } from '../errors.js';
import { header } from '../operations/header.js';
import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';
import type { FileColumn, ImageColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { answerAgain } from './answer-again.js';
import { CHUNK_BYTES } from './chunk-bytes.js';
import { checkOctets } from './check-octets.js';
import { storeFile } from './store-file.js';

/** The column of a row that is written to. */
export interface Place {
  table: Table;
  row: Row;
  column: FileColumn | ImageColumn;
}

/** The first request of an upload in chunks: where the others go, and how large they may be. */
export function beginChunks(
  context: Context,
  request: WebApiRequest,
  { table, row, column, name }: Place & { name: string },
): WebApiResponse {
  const target = {
    kind: 'column',
    table: table.name,
    id: row.id,
    column: column.name,
    fileName: name,
  } as const;
  const token = context.uploads.begin(target, context.now);
  return {
    status: 200,
    headers: {
      'Accept-Ranges': 'bytes',
      Location: `${context.serviceRoot}${request.path}?sessiontoken=${token}`,
      'x-ms-chunk-size': String(CHUNK_BYTES),
      'Access-Control-Expose-Headers': 'x-ms-chunk-size',
    },
  };
}

/** A chunk of the file: 206, and with the one that ends it 204, which makes the file of all of them. */
export function takeChunk(
  context: Context,
  request: WebApiRequest,
  token: string,
  { table, row, column }: Place,
): WebApiResponse {
  const upload = context.uploads.get(token);
  const { target, blocks } = upload;
  if (target.kind !== 'column' || target.id !== row.id || target.column !== column.name)
    throw badUpload('its session is that of another file');
  if (upload.done) return answerAgain(context, upload.done);
  checkOctets(request);
  const { start, end, total } = readRange(request);
  const bytes = request.body ?? Buffer.alloc(0);
  if (bytes.length !== end - start + 1) throw badBlock('its length is not that of its Content-Range');
  if (end < total - 1) {
    context.keep(table.name, () => blocks.set(String(start), bytes));
    return { status: 206 };
  }
  const whole = joined(new Map([...blocks, [String(start), bytes]]), total);
  storeFile(context, table, row, column, target.fileName, whole);
  const done = { status: 204 };
  context.store.whenKept(() => Object.assign(upload, { done, blocks: new Map() }));
  return done;
}

function readRange(request: WebApiRequest): { start: number; end: number; total: number } {
  const range = header(request, 'content-range') ?? '';
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? [];
  const read = { start: Number(start), end: Number(end), total: Number(total) };
  if (total === undefined || read.start > read.end || read.end >= read.total)
    throw badBlock('its Content-Range is none');
  return read;
}

/** The chunks side by side, without a gap between them. */
function joined(chunks: ReadonlyMap<string, Buffer>, total: number): Buffer {
  const inOrder = [...chunks].sort(([one], [other]) => Number(one) - Number(other));
  let end = 0;
  for (const [start, { length }] of inOrder) {
    if (Number(start) !== end) throw badUpload('a chunk of it is missing');
    end += length;
  }
  if (end !== total) throw badUpload('it is not as long as its Content-Range says');
  return Buffer.concat(inOrder.map(([, bytes]) => bytes));
}
