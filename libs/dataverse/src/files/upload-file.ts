import type { RowAddress } from '../table-map/row-address.js';
import type { Table } from '../table-map/table.js';
import type { WriteOptions } from '../web-api/call-options.js';
import type { WebApi } from '../web-api/web-api.js';
import { blockBytes, BlockUpload } from './block-upload.js';
import { type FileColumnName, type FileEntry, type FilePlace, placeOf, readEntry } from './file-place.js';
import { blocksOf, type FileSource } from './file-source.js';

/** What is said of a file that is uploaded. */
export interface FileToUpload {
  /** With its extension, by which kinds of files are blocked. */
  name: string;
  /** Default: what the service makes of the name. */
  mimeType?: string | undefined;
  /** How much the source must give; anything else is a `FileSourceError`, and nothing is uploaded. Default: whatever it gives. */
  sizeInBytes?: number | undefined;
}

/** A file that is there. */
export interface UploadedFile {
  sizeInBytes: number;
}

/**
 * A file of one block goes in one request, in the place of the one before; a larger one, or one with a MIME type or a name that a
 * header cannot hold, in blocks.
 */
export async function uploadFile<T extends Table>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  column: FileColumnName<T>,
  source: FileSource,
  file: FileToUpload,
  options: WriteOptions = {},
): Promise<UploadedFile> {
  const place = placeOf(table, address, column);
  let upload: ColumnUpload | undefined;
  for await (const { bytes, last } of blocksOf(source, blockBytes, file.sizeInBytes)) {
    if (last && !upload && fitsOneRequest(file)) {
      await uploadWhole(api, place, file.name, bytes, options);
      return { sizeInBytes: bytes.length };
    }
    upload ??= await beginUpload(api, place, file, options);
    if (bytes.length > 0) await upload.blocks.add(bytes);
  }
  if (!upload) throw new TypeError('A file has a block, be it empty.');
  await commitUpload(api, place, file, upload, options);
  return { sizeInBytes: upload.blocks.sizeInBytes };
}

/** An upload under way, and what it takes the place of. */
interface ColumnUpload {
  blocks: BlockUpload;
  before: FileEntry;
}

/** A header holds ASCII only (learn.microsoft.com/power-apps/developer/data-platform/file-column-data), and no type beside the name. */
const fitsOneRequest = ({ name, mimeType }: FileToUpload): boolean =>
  mimeType === undefined && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(name);

async function uploadWhole(
  api: WebApi,
  { table, path }: FilePlace,
  name: string,
  bytes: Buffer,
  options: WriteOptions,
): Promise<void> {
  await api.request({
    ...options,
    operation: `${table.name}.upload-file`,
    method: 'PATCH',
    path,
    body: bytes,
    headers: { 'x-ms-file-name': name },
    repeatable: true,
    table,
    expect: [204],
  });
}

async function beginUpload(
  api: WebApi,
  place: FilePlace,
  { name }: FileToUpload,
  options: WriteOptions,
): Promise<ColumnUpload> {
  const { table, column } = place;
  const before = await readEntry(api, place, options);
  const parameters = {
    Target: { '@odata.type': `Microsoft.Dynamics.CRM.${table.name}`, [table.primaryId]: before.rowId },
    FileAttributeName: column,
    FileName: name,
  };
  const action = { name: 'InitializeFileBlocksUpload', parameters };
  return { before, blocks: await BlockUpload.begin(api, action, options) };
}

/** A commit that failed, or whose repeat was refused, may have been done: then the row has another file, with our name. */
async function commitUpload(
  api: WebApi,
  place: FilePlace,
  { name, mimeType }: FileToUpload,
  { blocks, before }: ColumnUpload,
  options: WriteOptions,
): Promise<void> {
  const parameters = { FileName: name, ...(mimeType !== undefined && { MimeType: mimeType }) };
  try {
    await blocks.commit({ name: 'CommitFileBlocksUpload', parameters });
  } catch (error) {
    const now = await readEntry(api, place, options).catch(() => undefined);
    const isOurs = now?.version !== undefined && now.version !== before.version;
    if (!isOurs || (place.kind === 'file' && now.name !== name)) throw error;
  }
}
