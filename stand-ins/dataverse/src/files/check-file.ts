import { isBase64 } from '../columns/check-base64.js';
import { fileBlocked, fileTooBig, mimeTypeBlocked, mimeTypeNotAllowed, wrongLiteral } from '../errors.js';
import type { Context } from '../operations/request.js';
import { ORGANIZATION } from '../schema/organization.table.js';
import type { Table } from '../schema/table.js';
import type { Values } from '../store/row.js';
import type { Columns } from '../writes/read-payload.js';

/** Refuses a kind of file that the organisation blocks by extension or MIME type: files-images-overview. Throws a DataverseError. */
export function checkKind(context: Context, name: string, mimeType: string): void {
  const { blockedattachments, blockedmimetypes, allowedmimetypes } = settingsOf(context);
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension !== undefined && listed(blockedattachments).includes(extension)) throw fileBlocked();
  const allowed = listed(allowedmimetypes);
  const kind = mimeType.toLowerCase();
  if (allowed.length > 0 && !allowed.includes(kind)) throw mimeTypeNotAllowed(mimeType);
  if (allowed.length === 0 && listed(blockedmimetypes).includes(kind)) throw mimeTypeBlocked(mimeType);
}

/**
 * Refuses the file of a note that is written with the row, in base64: one of a blocked kind, or a larger one than the organisation
 * allows, which counts its base64 (attachment-annotation-files, "File size limits").
 */
export function checkNote(context: Context, { name }: Table, columns: Columns, values: Values): void {
  const body = columns.get('documentbody');
  if (name !== 'annotation' || typeof body !== 'string') return;
  if (!isBase64(body)) throw wrongLiteral(body, 'Binary');
  checkKind(context, textOf(values['filename']), textOf(values['mimetype']));
  if (body.length > Number(settingsOf(context)['maxuploadfilesize'])) throw fileTooBig();
}

function settingsOf({ tables, store, organization }: Context): Values {
  const table = tables.named(ORGANIZATION);
  return (table && store.get(table, organization.organizationId)?.values) ?? {};
}

const textOf = (value: Values[string] | undefined) => (typeof value === 'string' ? value : '');

const listed = (value: Values[string] | undefined): readonly string[] =>
  textOf(value)
    .toLowerCase()
    .split(/[;,]/)
    .map((one) => one.trim())
    .filter(Boolean);
