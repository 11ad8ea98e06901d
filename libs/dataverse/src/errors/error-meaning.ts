import { isColumnMissing, isKeyMissing } from './error-body.js';

/** What Dataverse refused, in our words. */
export type DataverseErrorCode =
  | 'duplicate-row'
  | 'duplicate-key'
  | 'duplicate-detected'
  | 'row-not-found'
  | 'row-in-use'
  | 'row-exists'
  | 'version-mismatch'
  | 'versions-not-kept'
  | 'invalid-row'
  | 'invalid-argument'
  | 'invalid-query'
  | 'text-too-long'
  | 'choice-out-of-range'
  | 'invalid-state'
  | 'refused-by-plug-in'
  | 'file-blocked'
  | 'image-refused'
  | 'too-many-rows'
  | 'changes-expired'
  | 'not-authenticated'
  | 'not-permitted'
  | 'unknown-resource'
  | 'unknown-column'
  | 'not-supported'
  | 'too-large'
  | 'throttled'
  | 'database-busy'
  | 'unavailable'
  | 'unexpected-fault'
  | 'refused'
  | 'unexpected-answer';

/**
 * `never`: the same request will be refused again. `safe`: a repeatable request may be sent again. `after-wait`: the row is
 * not at fault; it will pass when the limit allows it, or when somebody has mended a permission or the tables.
 */
export type RetryClass = 'never' | 'safe' | 'after-wait';

type Meaning = readonly [DataverseErrorCode, RetryClass];

/** learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes */
const byDataverseCode: Record<string, Meaning> = {
  '0x80040237': ['duplicate-row', 'never'],
  '0x80060892': ['duplicate-key', 'never'],
  '0x80040333': ['duplicate-detected', 'never'],
  '0x80040217': ['row-not-found', 'never'],
  '0x80060891': ['row-not-found', 'never'],
  // Other rows point to it, in a relationship that restricts deleting.
  '0x80040227': ['row-in-use', 'never'],
  '0x80060882': ['version-mismatch', 'never'],
  // An etag was sent, and the table keeps no versions.
  '0x8006088d': ['versions-not-kept', 'never'],
  '0x80040203': ['invalid-argument', 'never'],
  // Options of a query that do not go together, or are not there.
  '0x80060888': ['invalid-query', 'never'],
  '0x80044331': ['text-too-long', 'never'],
  '0x8004431a': ['choice-out-of-range', 'never'],
  '0x80048408': ['invalid-state', 'never'],
  '0x80040265': ['refused-by-plug-in', 'never'],
  '0x80043e09': ['file-blocked', 'never'],
  // Its MIME type is blocked, or not among those allowed: files-images-overview.
  '0x80072522': ['file-blocked', 'never'],
  '0x80072521': ['file-blocked', 'never'],
  // Larger than its column, or the organisation, allows: file-column-data, attachment-annotation-files.
  '0x80044a02': ['too-large', 'never'],
  // No image, or too large a one: image-column-data.
  '0x80072553': ['image-refused', 'never'],
  // An aggregate over more than 50,000 rows.
  '0x8004e023': ['too-many-rows', 'never'],
  // The token of change tracking is older than seven days: everything is to be read again.
  '0x80044352': ['changes-expired', 'never'],
  // A table, or an alternate key, that this environment has not yet.
  '0x8006088a': ['unknown-resource', 'after-wait'],
  '0x80060890': ['unknown-resource', 'after-wait'],
  '0x80040220': ['not-permitted', 'after-wait'],
  '0x80048306': ['not-permitted', 'after-wait'],
  '0x80072560': ['not-permitted', 'after-wait'],
  '0x8004a110': ['not-permitted', 'after-wait'],
  '0x80044150': ['database-busy', 'safe'],
  '0x80044151': ['database-busy', 'safe'],
};

/** An unexpected fault inside Dataverse says nothing of the row, whatever its status. */
const unexpectedFault = '0x80040216';

const byStatus: Record<number, Meaning> = {
  400: ['invalid-row', 'never'],
  401: ['not-authenticated', 'after-wait'],
  403: ['not-permitted', 'after-wait'],
  404: ['unknown-resource', 'after-wait'],
  408: ['unavailable', 'safe'],
  412: ['row-exists', 'never'],
  413: ['too-large', 'never'],
  429: ['throttled', 'after-wait'],
  501: ['not-supported', 'never'],
};

/** Only Dataverse can refuse a row for good; an answer without a code of its own comes from somebody in between. */
export function meaningOf(
  status: number,
  dataverseCode: string,
  message: string,
  asksForVersion = false,
): Meaning {
  const general = byStatus[status] ?? byClass(status);
  // Whatever code stands in a 429, and whoever finds a body too large: it stays so.
  if (status === 429 || status === 413) return general;
  if (isHexCode(dataverseCode)) return byCode(status, dataverseCode, message) ?? general;
  const [code, retry] = codeless(status, message, asksForVersion) ?? general;
  return [code, retry === 'never' ? 'after-wait' : retry];
}

/** Older pages show the refusal of a condition, and a row that is not there, with an empty code. */
function codeless(status: number, message: string, asksForVersion: boolean): Meaning | undefined {
  if (status === 400) return ['unexpected-answer', 'after-wait'];
  if (status === 412 && asksForVersion) return ['version-mismatch', 'after-wait'];
  if (status === 404 && / With Id = .* Does Not Exist$/.test(message)) return ['row-not-found', 'after-wait'];
  return undefined;
}

function byCode(status: number, dataverseCode: string, message: string): Meaning | undefined {
  if (dataverseCode === unexpectedFault && status < 500) return ['unexpected-fault', 'after-wait'];
  // What is not built stays so: the code beside it is that of an unknown resource.
  if (status === 501) return undefined;
  return byDataverseCode[dataverseCode] ?? byWords(message);
}

function byWords(message: string): Meaning | undefined {
  if (isColumnMissing(message)) return columnMissing;
  return isKeyMissing(message) ? keyMissing : undefined;
}

/** A 500 with one of these codes says that the database had no time, which Dataverse's own clients try again. */
export const meansDatabaseBusy = (dataverseCode: string): boolean =>
  byDataverseCode[dataverseCode]?.[0] === 'database-busy';

const isHexCode = (code: string): boolean => /^0x[0-9a-f]{1,8}$/.test(code);

/** No row is at fault for it: the schema has not reached this environment. */
const columnMissing: Meaning = ['unknown-column', 'after-wait'];

/** Nor for this: a key is asked for by a table's map only, so its index is not active, or a server has not heard of it yet. */
const keyMissing: Meaning = ['unknown-resource', 'after-wait'];

/** An answer below 400 that was not expected is that of a gateway or a portal in between, and says nothing of the row. */
function byClass(status: number): Meaning {
  if (status >= 500) return ['unavailable', 'safe'];
  return status >= 400 ? ['refused', 'never'] : ['unexpected-answer', 'after-wait'];
}
