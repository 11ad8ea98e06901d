import { isRefusal } from '../errors/dataverse-error.js';
import { columnOf } from '../table-map/column-names.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import type { ColumnNameOf, Table } from '../table-map/table.js';
import type { CallOptions } from '../web-api/call-options.js';
import { guid, queryString } from '../web-api/odata.js';
import type { WebApi } from '../web-api/web-api.js';

/** The columns that hold files or images. */
export type FileColumnName<T extends Table> = ColumnNameOf<T, 'file' | 'image'>;

/** The column of one row, in Dataverse's words. */
export interface FilePlace {
  table: Table;
  kind: 'file' | 'image';
  column: string;
  rowPath: string;
  /** Below the root: `accounts(…)/cw_contract`. */
  path: string;
}

/** What is in a column now. */
export interface FileEntry {
  rowId: string;
  /** Differs after each upload; undefined when nothing is there. */
  version: string | undefined;
  /** Of a file. An image has none in its row. */
  name: string | undefined;
}

/** @throws TypeError for a column that holds neither a file nor an image */
export function placeOf<T extends Table>(table: T, address: RowAddress<T>, name: string): FilePlace {
  const { kind, column } = columnOf(table, name);
  if (kind !== 'file' && kind !== 'image') throw new TypeError(`${name} holds no file.`);
  const row = rowPath(table, address);
  return { table, kind, column, rowPath: row, path: `${row}/${column}` };
}

/**
 * What the row says of its column: the id and the name of a file, or the time of an image
 * (learn.microsoft.com/power-apps/developer/data-platform/file-column-data#behavior-when-retrieving,
 * …/image-column-data#download-url).
 *
 * @throws DataverseError `row-not-found`
 */
export async function readEntry(
  api: WebApi,
  { table, kind, column, rowPath: row }: FilePlace,
  { signal, lane, onBehalfOf }: CallOptions,
): Promise<FileEntry> {
  const version = kind === 'file' ? column : `${column}_timestamp`;
  const columns = kind === 'file' ? [version, `${column}_name`] : [version];
  const body = await api.json({
    signal,
    lane,
    onBehalfOf,
    operation: `${table.name}.retrieve`,
    method: 'GET',
    path: row + queryString({ $select: [table.primaryId, ...columns].join(',') }),
    repeatable: true,
    table,
    expect: [200],
  });
  return {
    rowId: guid(body[table.primaryId], table.primaryId),
    version: textOf(body[version]),
    name: textOf(body[`${column}_name`]),
  };
}

/** The same, and undefined when there is no row. */
export function findEntry(
  api: WebApi,
  place: FilePlace,
  options: CallOptions,
): Promise<FileEntry | undefined> {
  return readEntry(api, place, options).catch((error: unknown) => {
    if (isRefusal(error, 'row-not-found')) return undefined;
    throw error;
  });
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
