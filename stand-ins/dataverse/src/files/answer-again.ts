import { badToken } from '../errors.js';
import type { Context, WebApiResponse } from '../operations/request.js';
import type { Upload } from './uploads.js';

/** The last request of an upload, once more: no page says whether the token is still good. Throws a DataverseError when it is not. */
export function answerAgain({ unknowns }: Context, done: NonNullable<Upload['done']>): WebApiResponse {
  if (unknowns.repeatedUpload === 'refused') throw badToken();
  return done;
}
