import { isBase64 } from '../columns/check-base64.js';
import { badBlock, badUpload } from '../errors.js';
import type { Message } from '../operations/message.js';
import { readAction } from '../operations/read-action.js';
import type { Fields } from '../writes/read-fields.js';
import { FILE_ATTACHMENT } from '../schema/file-attachment.table.js';
import { CHUNK_BYTES } from './chunk-bytes.js';
import { refuseInBatch } from './refuse-in-batch.js';
import type { Upload } from './uploads.js';

/** file-column-data: the id of a block is at most so long before it is encoded. */
const LONGEST_ID = 64;

/** `POST UploadBlock`: a block of a file, or the same block once more. */
export const uploadBlock: Message = (context, request) => {
  refuseInBatch(context);
  const { BlockId, BlockData, FileContinuationToken } = readAction(request);
  const { blocks } = context.uploads.get(FileContinuationToken);
  const id = checkBlockId(BlockId, blocks);
  if (typeof BlockData !== 'string' || !isBase64(BlockData)) throw badBlock('its BlockData is not in base64');
  const bytes = Buffer.from(BlockData, 'base64');
  if (bytes.length > CHUNK_BYTES) throw badBlock('it is larger than 4 MB');
  context.keep(FILE_ATTACHMENT, () => blocks.set(id, bytes));
  return { status: 204 };
};

/** The file that the blocks of a list make, in its order. Throws a DataverseError. */
export function joinBlocks({ blocks }: Upload, { BlockList: list }: Fields): Buffer {
  if (!Array.isArray(list)) throw badUpload('it has no BlockList');
  const bytes = list.map((id: unknown) => {
    const block = typeof id === 'string' ? blocks.get(id) : undefined;
    if (!block) throw badUpload('its BlockList names a block that was never uploaded');
    return block;
  });
  return Buffer.concat(bytes);
}

function checkBlockId(id: unknown, blocks: Upload['blocks']): string {
  if (typeof id !== 'string' || id === '' || !isBase64(id)) throw badBlock('its BlockId is not in base64');
  if (Buffer.from(id, 'base64').length > LONGEST_ID) throw badBlock('its BlockId is longer than 64 bytes');
  const [other] = blocks.keys();
  if (other !== undefined && other.length !== id.length)
    throw badBlock('its BlockId has another length than those before');
  return id;
}
