import { invalidArgument } from '../errors.js';

/** What a `$skiptoken` holds. */
export interface PagingCookie {
  pageNumber: number;
  /** The service's own note of where the page begins. */
  inner: string;
  /** Whether it is a page of changes. */
  tracking: boolean;
}

const COOKIE = /^<cookie pagenumber="(\d+)" pagingcookie="([^"]+)" istracking="(True|False)" \/>$/;

/** The service's own form: a cookie in a cookie, the inner one encoded once more. Clients must send it back as it came: webapi/query/page-results. */
export function wrapCookie({ pageNumber, inner, tracking }: PagingCookie): string {
  const encoded = encodeURIComponent(inner).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  const isTracking = tracking ? 'True' : 'False';
  return encodeURI(
    `<cookie pagenumber="${pageNumber}" pagingcookie="${encoded}" istracking="${isTracking}" />`,
  );
}

/** Reads one that has been decoded once, as every query option. */
export function unwrapCookie(token: string): PagingCookie {
  const [, pageNumber, encoded = '', isTracking] = COOKIE.exec(token) ?? [];
  if (pageNumber === undefined) throw malformedCookie();
  return { pageNumber: Number(pageNumber), inner: decode(encoded), tracking: isTracking === 'True' };
}

export const malformedCookie = () => invalidArgument('Malformed XML in the Paging Cookie');

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformedCookie();
  }
}
