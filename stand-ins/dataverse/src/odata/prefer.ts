import { badRequest } from '../errors.js';
import { missing } from '../not-implemented.js';

const MOST_ROWS_A_PAGE = 5_000;

/** What the client would like, of what the service knows: webapi/compose-http-requests-handle-errors, "Prefer". */
export interface Preferences {
  returnRepresentation: boolean;
  maxPageSize: number | undefined;
  /** The value of `Preference-Applied`; empty when nothing was. */
  applied: string;
}

/** Reads the Prefer header, also when it came several times (Node joins those with commas). */
export function readPreferences(header: string | undefined): Preferences {
  const preferences = splitOutsideQuotes(header ?? '');
  const applied: string[] = [];
  let [returnRepresentation, maxPageSize]: [boolean, number | undefined] = [false, undefined];
  for (const preference of preferences) {
    const [name = '', value = ''] = preference.split(/=(.*)/s).map((part) => part.trim());
    if (name === 'odata.track-changes') throw missing('changeTracking', name);
    if (name === 'odata.include-annotations') throw missing('annotations', value);
    if (preference === 'return=representation') returnRepresentation = true;
    else if (name === 'odata.maxpagesize') maxPageSize = readPageSize(value);
    else continue;
    applied.push(preference);
  }
  return { returnRepresentation, maxPageSize, applied: applied.join(',') };
}

function readPageSize(value: string): number {
  const size = /^"?\d+"?$/.test(value) ? Number(value.replaceAll('"', '')) : 0;
  if (size < 1) throw badRequest(`The value '${value}' of odata.maxpagesize is not a positive number.`);
  return Math.min(size, MOST_ROWS_A_PAGE);
}

const splitOutsideQuotes = (header: string): string[] =>
  (header.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).map((preference) => preference.trim()).filter(Boolean);
