import type { Readable } from 'node:stream';
import type { HttpResponse } from '#lib/http';
import { dataverseErrorOf } from '../errors/dataverse-error.js';
import type { Table } from '../table-map/table.js';
import type { CallOptions } from '../web-api/call-options.js';
import type { WebApi } from '../web-api/web-api.js';
import { blockBytes } from './block-upload.js';

/** A file on its way to us. */
export interface Download {
  api: WebApi;
  table: Table;
  /** With `$value`. */
  path: string;
  options: CallOptions;
}

/** A part of a file, and what is said of the whole. */
export interface FilePart {
  name: string;
  mimeType: string | undefined;
  /** Of the whole file. */
  sizeInBytes: number;
  stream: Readable;
}

/**
 * The file from this byte on, a block at most: so much the service answers at once
 * (learn.microsoft.com/power-apps/developer/data-platform/file-column-data, "Download the file in chunks using Web API").
 * Undefined when there is no file (204). Whoever answers with the whole file where a later part was asked for cannot be resumed.
 */
export async function readPart(
  { api, table, path, options }: Download,
  offset: number,
): Promise<FilePart | undefined> {
  const operation = `${table.name}.download-file`;
  const response = await api.request({
    ...options,
    operation,
    method: 'GET',
    path,
    headers: { range: `bytes=${offset}-${offset + blockBytes - 1}` },
    stream: true,
    repeatable: true,
    table,
    expect: offset === 0 ? [200, 204, 206] : [206],
  });
  const part = response.status === 204 ? undefined : partOf(response, operation);
  if (!part) response.stream?.destroy();
  return part;
}

function partOf(response: HttpResponse, operation: string): FilePart {
  const { headers, stream } = response;
  const size = headers['x-ms-file-size'] ?? '';
  if (stream && /^\d+$/.test(size)) {
    const name = headers['x-ms-file-name'] ?? '';
    return { name, mimeType: headers['mimetype'], sizeInBytes: Number(size), stream };
  }
  stream?.destroy();
  throw dataverseErrorOf(operation, response, Date.now());
}
