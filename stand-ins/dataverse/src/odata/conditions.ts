import { versionMismatch } from '../errors.js';
import type { Row } from '../store/row.js';

/** The conditions of a request: webapi/perform-conditional-operations-using-web-api. */
export interface Conditions {
  /** `*` or an ETag. */
  ifMatch: string | undefined;
  /** `*` or an ETag; `null`, which the documentation sends against caches, is none. */
  ifNoneMatch: string | undefined;
}

export const etagOf = ({ version }: Row) => `W/"${version}"`;

export function readConditions(headers: Readonly<Record<string, string | string[] | undefined>>): Conditions {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  return {
    ifMatch: typeof ifMatch === 'string' ? ifMatch.trim() : undefined,
    ifNoneMatch: typeof ifNoneMatch === 'string' && ifNoneMatch !== 'null' ? ifNoneMatch.trim() : undefined,
  };
}

/** Whether the client wants no row to be here, or not in this version. */
export const forbidsRow = ({ ifNoneMatch }: Conditions, row: Row): boolean =>
  ifNoneMatch === '*' || ifNoneMatch === etagOf(row);

/** @throws DataverseError 412 when the client has seen another version of the row */
export function requireVersion({ ifMatch }: Conditions, row: Row): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etagOf(row)) throw versionMismatch();
}
