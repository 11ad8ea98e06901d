import { checkGuid } from '../columns/check-value.js';
import { badToken, badUpload, missingParameter, rowNotFound } from '../errors.js';
import type { Message } from '../operations/message.js';
import { readAction } from '../operations/read-action.js';
import type { Context } from '../operations/request.js';
import { complexResponse } from '../operations/respond.js';
import type { Table } from '../schema/table.js';
import { isFields, type Fields } from '../writes/read-fields.js';
import { readPayload } from '../writes/read-payload.js';
import { upsertRow } from '../writes/upsert-row.js';
import { answerAgain } from './answer-again.js';
import { joinBlocks } from './blocks.js';
import { checkKind } from './check-file.js';
import type { Content } from './content.js';
import { writeDownloadToken } from './download-token.js';
import { refuseInBatch } from './refuse-in-batch.js';

/** attachment-annotation-files, "Upload Annotation files": the first of three. The note must bring its id, be it new or not. */
export const initializeAnnotationBlocksUpload: Message = (context, request) => {
  refuseInBatch(context);
  const target = targetOf(readAction(request), 'InitializeAnnotationBlocksUpload');
  const table = noteTable(context);
  const { columns } = readPayload(context, table, target, true);
  checkKind(context, String(columns.get('filename') ?? ''), String(columns.get('mimetype') ?? ''));
  const token = context.uploads.begin({ kind: 'note', id: idIn(target) }, context.now);
  return complexResponse(context, 'InitializeAnnotationBlocksUploadResponse', {
    FileContinuationToken: token,
  });
};

/** The last of them: makes the note with its file, or changes the one that is there. */
export const commitAnnotationBlocksUpload: Message = (context, request) => {
  refuseInBatch(context);
  const fields = readAction(request);
  const target = targetOf(fields, 'CommitAnnotationBlocksUpload');
  const upload = context.uploads.get(fields['FileContinuationToken']);
  const id = idIn(target);
  if (upload.target.kind !== 'note' || upload.target.id !== id) throw badToken();
  if (upload.done) return answerAgain(context, upload.done);
  const bytes = joinBlocks(upload, fields);
  upsertRow(context, noteTable(context), { id }, { ...target, documentbody: bytes.toString('base64') });
  const done = complexResponse(context, 'CommitAnnotationBlocksUploadResponse', {
    AnnotationId: id,
    FileSizeInBytes: bytes.length,
  });
  context.store.whenKept(() => Object.assign(upload, { done, blocks: new Map() }));
  return done;
};

/** attachment-annotation-files, "Download Annotation files in chunks": the first of two. */
export const initializeAnnotationBlocksDownload: Message = (context, request) => {
  const target = targetOf(readAction(request), 'InitializeAnnotationBlocksDownload');
  const note = idIn(target);
  const content = contentOfNote(context, note);
  if (!content) throw rowNotFound(noteTable(context), note);
  return complexResponse(context, 'InitializeAnnotationBlocksDownloadResponse', {
    FileContinuationToken: writeDownloadToken({ note }),
    FileSizeInBytes: content.sizeInBytes,
    FileName: content.name,
  });
};

/** What is in the file of a note; undefined when there is no such note. */
export function contentOfNote(context: Context, id: string): Content | undefined {
  const row = context.store.get(noteTable(context), id);
  if (!row) return undefined;
  const { documentbody, filename, mimetype } = row.values;
  const bytes = Buffer.from(String(documentbody ?? ''), 'base64');
  return {
    name: String(filename ?? ''),
    mimeType: String(mimetype ?? ''),
    sizeInBytes: bytes.length,
    read: (start, length) => bytes.subarray(start, start + length),
  };
}

function targetOf({ Target: target }: Fields, message: string): Fields {
  if (!isFields(target)) throw missingParameter('Target', message);
  return target;
}

function idIn(target: Fields): string {
  if (target['annotationid'] === undefined) throw badUpload('its note has no annotationid');
  return checkGuid(target['annotationid']);
}

function noteTable({ tables }: Context): Table {
  const table = tables.named('annotation');
  if (!table) throw badUpload('there are no notes here');
  return table;
}
