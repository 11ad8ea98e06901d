import { noFullImage } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { FileColumn, ImageColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { attachmentWith } from './attachments.js';
import { imageKindOf } from './image-kind.js';

/** Something to download. */
export interface Content {
  name: string;
  mimeType: string;
  sizeInBytes: number;
  read(start: number, length: number): Buffer;
}

/** The file of this id; undefined when it is none, or none any more. */
export function contentOfFile(context: Context, id: unknown): Content | undefined {
  const attachment = attachmentWith(context, id);
  return (
    attachment && {
      ...attachment,
      read: (start, length) => context.store.readFile(attachment.id, start, length),
    }
  );
}

/** What a column has to download: a file, an image in full, or its thumbnail. */
export function contentOf(
  context: Context,
  column: FileColumn | ImageColumn,
  { values }: Row,
  size: 'full' | 'thumbnail',
): Content | undefined {
  if (column.type === 'file') return contentOfFile(context, values[column.name]);
  if (size === 'full') return contentOfFile(context, values[`${column.name}id`]);
  const thumbnail = values[column.name];
  return typeof thumbnail === 'string' ? thumbnailOf(column, thumbnail) : undefined;
}

/** What the messages download: of an image always the whole (image-column-data, "Using Dataverse messages"). Throws a DataverseError. */
export function fileIdOf(table: Table, { id, values }: Row, column: FileColumn | ImageColumn): string {
  const held = values[column.type === 'file' ? column.name : `${column.name}id`];
  if (column.type === 'image' && !column.canStoreFullImage)
    throw noFullImage(table, id, column.name, String(held ?? ''));
  return typeof held === 'string' ? held : '';
}

function thumbnailOf(column: ImageColumn, base64: string): Content {
  const bytes = Buffer.from(base64, 'base64');
  const mimeType = imageKindOf(bytes) ?? 'application/octet-stream';
  return {
    name: `${column.name}.${mimeType.slice('image/'.length)}`,
    mimeType,
    sizeInBytes: bytes.length,
    read: (start, length) => bytes.subarray(start, start + length),
  };
}
