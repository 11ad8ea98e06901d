import { badToken, missingParameter, rowNotFound } from '../errors.js';
import type { Message } from '../operations/message.js';
import { requireOwnTable } from '../operations/own-table.js';
import { readAction } from '../operations/read-action.js';
import type { Context } from '../operations/request.js';
import { complexResponse } from '../operations/respond.js';
import { FILE_ATTACHMENT, OBJECT } from '../schema/file-attachment.table.js';
import type { Table } from '../schema/table.js';
import { isReference, type Row } from '../store/row.js';
import { answerAgain } from './answer-again.js';
import { detachFile } from './attach-file.js';
import { joinBlocks } from './blocks.js';
import { checkKind } from './check-file.js';
import { contentOfFile, fileIdOf } from './content.js';
import { writeDownloadToken } from './download-token.js';
import { columnNamed, fileColumn, rowWith } from './message-target.js';
import { mimeTypeOf } from './mime-type.js';
import { refuseInBatch } from './refuse-in-batch.js';
import { storeFile } from './store-file.js';

/** file-column-data, "Use Dataverse messages to upload a file": the first of three. */
export const initializeFileBlocksUpload: Message = (context, request) => {
  refuseInBatch(context);
  const fields = readAction(request);
  const { table, row, column } = columnNamed(context, fields, 'InitializeFileBlocksUpload');
  requireOwnTable(table);
  const fileName = textOf(fields['FileName'], 'FileName', 'InitializeFileBlocksUpload');
  if (column.type === 'file') checkKind(context, fileName, mimeTypeOf(fileName));
  const token = context.uploads.begin(
    { kind: 'column', table: table.name, id: row.id, column: column.name, fileName },
    context.now,
  );
  return complexResponse(context, 'InitializeFileBlocksUploadResponse', { FileContinuationToken: token });
};

/** The last of them: the file is there, whole, or nothing is. */
export const commitFileBlocksUpload: Message = (context, request) => {
  refuseInBatch(context);
  const fields = readAction(request);
  const upload = context.uploads.get(fields['FileContinuationToken']);
  const { target } = upload;
  if (target.kind !== 'column') throw badToken();
  if (upload.done) return answerAgain(context, upload.done);
  const table = requireTable(context, target.table);
  const row = rowWith(context, table, target.id);
  const bytes = joinBlocks(upload, fields);
  const name = textOf(fields['FileName'], 'FileName', 'CommitFileBlocksUpload');
  const mimeType = typeof fields['MimeType'] === 'string' ? fields['MimeType'] : mimeTypeOf(name);
  const id = storeFile(context, table, row, fileColumn(table, target.column), name, bytes, mimeType);
  const done = complexResponse(context, 'CommitFileBlocksUploadResponse', {
    FileId: id,
    FileSizeInBytes: bytes.length,
  });
  context.store.whenKept(() => Object.assign(upload, { done, blocks: new Map() }));
  return done;
};

/** file-column-data, "Use Dataverse messages to download a file": the first of two. */
export const initializeFileBlocksDownload: Message = (context, request) => {
  refuseInBatch(context);
  const { table, row, column } = columnNamed(context, readAction(request), 'InitializeFileBlocksDownload');
  const file = fileIdOf(table, row, column);
  const content = contentOfFile(context, file);
  if (!content) throw rowNotFound(requireTable(context, FILE_ATTACHMENT), file);
  return complexResponse(context, 'InitializeFileBlocksDownloadResponse', {
    FileSizeInBytes: content.sizeInBytes,
    FileName: content.name,
    FileContinuationToken: writeDownloadToken({ file }),
    IsChunkingSupported: true,
  });
};

/** `POST DeleteFile {"FileId": "..."}`: file-column-data, "Use the DeleteFile message". */
export const deleteFile: Message = (context, request) => {
  const { FileId: id } = readAction(request);
  const attachment = rowWith(
    context,
    requireTable(context, FILE_ATTACHMENT),
    textOf(id, 'FileId', 'DeleteFile'),
  );
  const { table, row } = ownerOf(context, attachment);
  const column = fileColumn(table, String(attachment.values['regardingfieldname']));
  if (column.type === 'file') detachFile(context, table, row, column);
  return { status: 204 };
};

function ownerOf(context: Context, { values }: Row): { table: Table; row: Row } {
  const owner = values[OBJECT];
  if (!isReference(owner)) throw new Error('A file belongs to nobody');
  const table = requireTable(context, owner.table);
  return { table, row: rowWith(context, table, owner.id) };
}

function requireTable({ tables }: Context, name: string): Table {
  const table = tables.named(name);
  if (!table) throw badToken();
  return table;
}

function textOf(value: unknown, parameter: string, message: string): string {
  if (typeof value !== 'string' || value === '') throw missingParameter(parameter, message);
  return value;
}
