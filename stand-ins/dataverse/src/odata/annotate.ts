import { isReference, type Value } from '../store/row.js';
import type { Column } from '../schema/column.js';
import {
  ASSOCIATED_NAVIGATION_PROPERTY,
  FORMATTED_VALUE,
  LOOKUP_LOGICAL_NAME,
  NO_ANNOTATIONS,
  type WantedAnnotations,
} from './annotations.js';
import type { Data } from './data.js';
import { formattedValue } from './formatted-value.js';
import type { Annotate } from './represent-row.js';

/** The annotations of a row's properties that the client asked for; nothing when it asked for none. */
export function annotator(data: Data, wanted: WantedAnnotations): Annotate | undefined {
  if (wanted === NO_ANNOTATIONS) return undefined;
  return (column, value) =>
    [
      [FORMATTED_VALUE, wanted(FORMATTED_VALUE) ? formattedValue(data, column, value) : undefined] as const,
      ...aboutLookup(column, value).filter(([name]) => wanted(name)),
    ].flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

/** webapi/query/select-columns, "Lookup property data". */
function aboutLookup(column: Column, value: Value): readonly (readonly [string, string | undefined])[] {
  if (column.type !== 'lookup' || !isReference(value)) return [];
  return [
    [ASSOCIATED_NAVIGATION_PROPERTY, column.targets[value.table]?.property],
    [LOOKUP_LOGICAL_NAME, value.table],
  ];
}
