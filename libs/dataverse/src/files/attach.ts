import { isRefusal } from '../errors/dataverse-error.js';
import { create } from '../operations/create.js';
import { retrieve } from '../operations/retrieve.js';
import type { RowReference } from '../table-map/row-address.js';
import { toDataverse } from '../table-map/row-mapping.js';
import { annotationTable } from '../tables/annotation.table.js';
import type { WriteOptions } from '../web-api/call-options.js';
import { guid, guidAtEnd } from '../web-api/odata.js';
import type { WebApi } from '../web-api/web-api.js';
import { blockBytes, BlockUpload } from './block-upload.js';
import { blocksOf, type FileSource } from './file-source.js';
import { NoteExistsError } from './note-exists-error.js';

/** A note with a file. */
export interface NoteWithFile {
  /** A GUID that was chosen when the work was accepted: with it, this can be repeated. */
  id: string;
  fileName: string;
  /** Default `application/octet-stream`. */
  mimeType?: string | undefined;
  subject?: string | undefined;
  text?: string | undefined;
  /** How much the source must give; anything else is a `FileSourceError`, and there is no note. Default: whatever it gives. */
  sizeInBytes?: number | undefined;
}

/** What a note may be on. */
export type Annotated = RowReference<keyof typeof annotationTable.columns.regarding.targets & string>;

/**
 * A file of one block goes in its note, a larger one in blocks (learn.microsoft.com/power-apps/developer/data-platform/attachment-annotation-files).
 * Either way the note appears once, and whole, or not at all. The blocks would change a note that is there, so that is looked for
 * before.
 */
export async function attach(
  api: WebApi,
  to: Annotated,
  note: NoteWithFile,
  source: FileSource,
  options: WriteOptions = {},
): Promise<'attached' | 'already-there'> {
  const ground: Ground = { api, to, note: { ...note, id: guid(note.id, 'The id of the note') }, options };
  let upload: BlockUpload | undefined;
  for await (const { bytes, last } of blocksOf(source, blockBytes, note.sizeInBytes)) {
    if (last && !upload) return attachInline(ground, bytes);
    if (!upload && (await isThere(ground))) return 'already-there';
    upload ??= await BlockUpload.begin(api, action(ground, 'InitializeAnnotationBlocksUpload'), options);
    await upload.add(bytes);
  }
  if (upload) await commit(ground, upload);
  return 'attached';
}

interface Ground {
  api: WebApi;
  to: Annotated;
  note: NoteWithFile;
  options: WriteOptions;
}

async function attachInline(ground: Ground, bytes: Buffer): Promise<'attached' | 'already-there'> {
  const { api, note, options } = ground;
  const row = { ...rowOf(ground), documentBody: bytes.toString('base64') };
  try {
    await create(api, annotationTable, row, { ...options, id: note.id });
    return 'attached';
  } catch (error) {
    if (isRefusal(error, 'duplicate-row') && (await isThere(ground))) return 'already-there';
    throw error;
  }
}

/** A commit that failed, or whose repeat was refused, may have been done: then the note is there. */
async function commit(ground: Ground, upload: BlockUpload): Promise<void> {
  try {
    await upload.commit(action(ground, 'CommitAnnotationBlocksUpload'));
  } catch (error) {
    if (!(await isThere(ground).catch(() => false))) throw error;
  }
}

/**
 * Whether our note is there: by its GUID, its file's name and, where we know it by GUID, the row that it is on.
 *
 * @throws NoteExistsError when it is another one
 */
async function isThere({ api, to, note, options }: Ground): Promise<boolean> {
  const { signal, lane, onBehalfOf } = options;
  const select = ['fileName', 'regarding'] as const;
  const there = await retrieve(api, annotationTable, note.id, { select, signal, lane, onBehalfOf });
  if (!there) return false;
  const rowId = guidAtEnd(to.path) ?? there.regarding?.id;
  if (there.fileName !== note.fileName || there.regarding?.id !== rowId) throw new NoteExistsError();
  return true;
}

const action = (ground: Ground, name: string) => ({
  name,
  parameters: {
    Target: {
      '@odata.type': `Microsoft.Dynamics.CRM.${annotationTable.name}`,
      [annotationTable.primaryId]: ground.note.id,
      ...toDataverse(annotationTable, rowOf(ground)),
    },
  },
});

const rowOf = ({ to, note }: Ground) => ({
  subject: note.subject,
  text: note.text,
  fileName: note.fileName,
  mimeType: note.mimeType ?? 'application/octet-stream',
  isDocument: true,
  regarding: to,
});
