import { Readable } from 'node:stream';
import type { RowAddress } from '../table-map/row-address.js';
import type { Table } from '../table-map/table.js';
import type { CallOptions } from '../web-api/call-options.js';
import type { WebApi } from '../web-api/web-api.js';
import { bytesOf } from './download-bytes.js';
import { type FileColumnName, placeOf, findEntry } from './file-place.js';
import { type Download, readPart } from './file-part.js';

/** What to download. */
export interface DownloadOptions extends CallOptions {
  /** Of an image: the whole of it, which its column must keep, or its thumbnail. Default `full`. */
  size?: 'full' | 'thumbnail' | undefined;
}

/** A file that is there. */
export interface DownloadedFile {
  name: string;
  mimeType: string | undefined;
  sizeInBytes: number;
  /** To be read or destroyed. It fails with the error of the call that failed, or a `FileChangedError`. */
  content: Readable;
}

export async function downloadFile<T extends Table>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  column: FileColumnName<T>,
  { size = 'full', ...options }: DownloadOptions = {},
): Promise<DownloadedFile | undefined> {
  const place = placeOf(table, address, column);
  const entry = await findEntry(api, place, options);
  if (entry?.version === undefined) return undefined;
  const path = `${place.path}/$value${place.kind === 'image' && size === 'full' ? '?size=full' : ''}`;
  const download: Download = { api, table, path, options };
  const first = await readPart(download, 0);
  if (!first) return undefined;
  const isUnchanged = async () => (await findEntry(api, place, options))?.version === entry.version;
  const content = Readable.from(bytesOf(download, first, isUnchanged), { objectMode: false });
  // A generator that nobody has begun to read ends without a word.
  content.once('close', () => first.stream.destroy());
  const { name, mimeType, sizeInBytes } = first;
  return { name: entry.name ?? name, mimeType, sizeInBytes, content };
}
