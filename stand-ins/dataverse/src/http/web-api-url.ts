import { badRequest, noSuchResource } from '../errors.js';

/** A request's URL, taken apart at the service root. */
export interface WebApiUrl {
  /** `/api/data/v9.2/` */
  root: string;
  /** Below the root, decoded. */
  path: string;
  query: string;
}

const ROOT = /^\/api\/data\/v9\.[0-2]\//i;
/** webapi/compose-http-requests-handle-errors: the longest URL outside of a batch. */
const LONGEST = 32_768;

/** @throws DataverseError when it is no URL of the Web API */
export function parseWebApiUrl(url: string, longest = LONGEST): WebApiUrl {
  if (url.length > longest) throw badRequest('The request URI is too long.');
  const [raw = '', query = ''] = url.split(/\?(.*)/s);
  const root = ROOT.exec(raw.endsWith('/') ? raw : `${raw}/`)?.[0];
  if (!root) throw noSuchResource(`No HTTP resource was found that matches the request URI '${url}'.`);
  return { root, path: decode(raw.slice(root.length)), query };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badRequest('The request URI is not encoded as a URI.');
  }
}
