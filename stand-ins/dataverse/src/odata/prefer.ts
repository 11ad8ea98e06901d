import { badRequest } from '../errors.js';
import { NO_ANNOTATIONS, readAnnotations, type WantedAnnotations } from './annotations.js';

const MOST_ROWS_A_PAGE = 5_000;

/** What the client would like, of what the service knows: webapi/compose-http-requests-handle-errors, "Prefer". */
export interface Preferences {
  returnRepresentation: boolean;
  maxPageSize: number | undefined;
  annotations: WantedAnnotations;
  /** Whether a link to later changes is wanted. */
  trackChanges: boolean;
  /** The value of `Preference-Applied`; empty when nothing was. */
  applied: string;
}

/** Reads the Prefer header, also when it came several times (Node joins those with commas). */
export function readPreferences(header: string | undefined): Preferences {
  const preferences: Preferences = {
    returnRepresentation: false,
    maxPageSize: undefined,
    annotations: NO_ANNOTATIONS,
    trackChanges: false,
    applied: '',
  };
  const applied = splitOutsideQuotes(header ?? '').filter((preference) => apply(preference, preferences));
  return { ...preferences, applied: applied.join(',') };
}

/** Whether it is one that the service knows. */
function apply(preference: string, preferences: Preferences): boolean {
  const [name = '', value = ''] = preference.split(/=(.*)/s).map((part) => part.trim());
  switch (name) {
    case 'odata.track-changes':
      preferences.trackChanges = true;
      return true;
    case 'odata.include-annotations':
      preferences.annotations = readAnnotations(value);
      return true;
    case 'odata.maxpagesize':
      preferences.maxPageSize = readPageSize(value);
      return true;
    case 'return':
      preferences.returnRepresentation ||= value === 'representation';
      return value === 'representation';
    default:
      return false;
  }
}

function readPageSize(value: string): number {
  const size = /^"?\d+"?$/.test(value) ? Number(value.replaceAll('"', '')) : 0;
  if (size < 1) throw badRequest(`The value '${value}' of odata.maxpagesize is not a positive number.`);
  return Math.min(size, MOST_ROWS_A_PAGE);
}

const splitOutsideQuotes = (header: string): string[] =>
  (header.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).map((preference) => preference.trim()).filter(Boolean);
