import { invalidArgument } from '../errors.js';
import type { Table } from '../schema/table.js';

/** Where the next page begins. */
export interface PageStart {
  pageNumber: number;
  /** The last id of the page before. */
  after: string;
}

/**
 * The service's own form: a cookie in a cookie, the inner one encoded once more. Clients must send it back as it came:
 * webapi/query/page-results.
 */
export function writeSkipToken(table: Table, { pageNumber, after }: PageStart, first: string): string {
  const id = (guid: string) => `{${guid.toUpperCase()}}`;
  const inner = `<cookie page="${pageNumber - 1}"><${table.primaryId} last="${id(after)}" first="${id(first)}" /></cookie>`;
  const encoded = encodeURIComponent(inner).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  return encodeURI(`<cookie pagenumber="${pageNumber}" pagingcookie="${encoded}" istracking="False" />`);
}

/** Reads a `$skiptoken` that has been decoded once, as every query option. */
export function readSkipToken(table: Table, token: string): PageStart {
  const outer = /^<cookie pagenumber="(\d+)" pagingcookie="([^"]+)" istracking="False" \/>$/.exec(token);
  const inner = decode(outer?.[2] ?? '');
  const last = new RegExp(`<${table.primaryId} last="\\{([0-9A-F-]{36})\\}"`).exec(inner);
  if (!outer || !last?.[1]) throw invalidArgument('Malformed XML in the Paging Cookie');
  return { pageNumber: Number(outer[1]), after: last[1].toLowerCase() };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
