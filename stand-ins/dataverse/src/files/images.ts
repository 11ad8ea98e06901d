import { randomUUID } from 'node:crypto';
import { imageNotPrimary, imageTooBig, noImage } from '../errors.js';
import type { Context } from '../operations/request.js';
import { LARGEST_IMAGE_KB, type Column, type ImageColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Value, Values } from '../store/row.js';
import type { Columns } from '../writes/read-payload.js';
import { addAttachment, removeAttachment } from './attachments.js';
import { imageKindOf } from './image-kind.js';

/**
 * What a row holds of its images once these columns are written: each image, with its id, the time of its change and the URL of its
 * thumbnail (image-column-data, "Download URL"). The image itself goes to the files, where its column keeps full images.
 */
export function settleImages(
  context: Context,
  table: Table,
  columns: Columns,
  before: { id: string; values: Values },
): Values {
  let settled: Values = {};
  for (const column of table.columns) {
    const written = columns.get(column.name);
    if (column.type !== 'image' || written === undefined) continue;
    removeAttachment(context, before.values[`${column.name}id`]);
    settled = { ...settled, ...settleImage(context, table, column, before.id, written) };
  }
  return settled;
}

/** A new row may bring its primary image, and no other: image-column-data. Throws a DataverseError. */
export function refuseOtherImages(table: Table, columns: Columns): void {
  const primary = primaryImageOf(table);
  for (const column of table.columns)
    if (column.type === 'image' && column !== primary && (columns.get(column.name) ?? null) !== null)
      throw imageNotPrimary(table, column.name);
}

const isImage = (column: Column): column is ImageColumn => column.type === 'image';

export function primaryImageOf({ columns }: Table): ImageColumn | undefined {
  const images = columns.filter(isImage);
  return images.find(({ isPrimaryImage }) => isPrimaryImage) ?? images[0];
}

function settleImage(
  context: Context,
  table: Table,
  column: ImageColumn,
  id: string,
  written: Value,
): Values {
  const { name } = column;
  if (written === null) return { [`${name}id`]: null, [`${name}_timestamp`]: null, [`${name}_url`]: null };
  const imageId = keepImage(context, table, column, id, Buffer.from(String(written), 'base64'));
  const timestamp = ticksOf(context.now);
  const query = { Entity: table.name, Attribute: name, Id: imageId, Timestamp: String(timestamp) };
  return {
    [`${name}id`]: imageId,
    [`${name}_timestamp`]: timestamp,
    [`${name}_url`]: `/Image/download.aspx?${new URLSearchParams(query).toString()}`,
  };
}

function keepImage(context: Context, table: Table, column: ImageColumn, id: string, bytes: Buffer): string {
  const maxKB = Math.min(column.maxSizeInKB, LARGEST_IMAGE_KB);
  if (bytes.length > maxKB * 1024) throw imageTooBig(inMB(maxKB * 1024), inMB(bytes.length));
  const mimeType = imageKindOf(bytes);
  if (!mimeType) throw noImage(table, id, column.name);
  const imageId = randomUUID();
  if (!column.canStoreFullImage) return imageId;
  const name = `${column.name}.${mimeType.slice('image/'.length)}`;
  addAttachment(context, imageId, { table, id, column: column.name }, { name, mimeType, bytes });
  return imageId;
}

const inMB = (bytes: number) => Math.floor(bytes / (1024 * 1024));

/** Tenths of microseconds since the year 1, as the example in image-column-data counts. */
const ticksOf = (now: number) => now * 10_000 + 621_355_968_000_000_000;
