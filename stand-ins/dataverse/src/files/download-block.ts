import { badToken, rangeNotSatisfiable } from '../errors.js';
import type { Message } from '../operations/message.js';
import { readAction } from '../operations/read-action.js';
import type { Context } from '../operations/request.js';
import { complexResponse } from '../operations/respond.js';
import { contentOfFile, type Content } from './content.js';
import { readDownloadToken } from './download-token.js';
import { contentOfNote } from './note-messages.js';

/** `POST DownloadBlock {"Offset": 0, "BlockLength": 4194304, "FileContinuationToken": "..."}`: file-column-data. */
export const downloadBlock: Message = (context, request) => {
  const { Offset: offset, BlockLength: length, FileContinuationToken: token } = readAction(request);
  const content = contentBehind(context, token);
  if (!isCount(offset) || !isCount(length) || offset > content.sizeInBytes) throw rangeNotSatisfiable();
  const rest = Math.min(length, content.sizeInBytes - offset);
  const data = content.read(offset, rest).toString('base64');
  return complexResponse(context, 'DownloadBlockResponse', { Data: data });
};

/** A file that has been replaced since is not what the token stands for. */
function contentBehind(context: Context, token: unknown): Content {
  const downloaded = readDownloadToken(token);
  const content =
    'file' in downloaded ? contentOfFile(context, downloaded.file) : contentOfNote(context, downloaded.note);
  if (!content) throw badToken();
  return content;
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
