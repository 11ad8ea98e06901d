import type { Position } from '../order.js';
import { malformedCookie, unwrapCookie, wrapCookie } from '../paging-cookie.js';
import { deltaTokenText, readDeltaToken, type DeltaToken } from './delta-token.js';

/** New and updated rows come first, then the deleted ones. */
export type ChangeKind = 'changed' | 'deleted';

/** Where a later page of changes begins. */
export interface ChangesStart {
  pageNumber: number;
  /** Taken at the first page, for the link behind the last one: what changes in between is told then. */
  token: DeltaToken;
  kind: ChangeKind;
  /** The last position of the page before; none when it ended with the last row of the other kind. */
  after: Position | undefined;
}

const INNER =
  /^<cookie page="\d+" token="([^"]+)"><(changed|deleted)(?: version="(\d+)" last="\{(.{36})\}")? \/>/;

export function writeTrackingCookie({ pageNumber, token, kind, after }: ChangesStart): string {
  const place = after ? ` version="${after.keys[0]}" last="{${after.id.toUpperCase()}}"` : '';
  const inner = `<cookie page="${pageNumber - 1}" token="${deltaTokenText(token)}"><${kind}${place} /></cookie>`;
  return wrapCookie({ pageNumber, inner, tracking: true });
}

/** Reads a `$skiptoken` that has been decoded once, as every query option. */
export function readTrackingCookie(text: string): ChangesStart {
  const { pageNumber, inner, tracking } = unwrapCookie(text);
  const [, token, kind, version, id] = INNER.exec(inner) ?? [];
  if (!tracking || token === undefined) throw malformedCookie();
  return {
    pageNumber,
    token: readDeltaToken(token),
    kind: kind === 'deleted' ? 'deleted' : 'changed',
    after: id === undefined ? undefined : { keys: [Number(version)], id: id.toLowerCase() },
  };
}
