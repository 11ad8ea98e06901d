import type { RowResult } from '#lib/dataverse';
import type { RowToStamp, StampResult } from '../../adopt/way-to-adopt.js';
import { codeOf } from '../../run/work/failure-of.js';

/** What an update of its key alone says of a row. One that is read and has the key already is stamped, whoever it was that did it. */
export function stampResult(row: RowToStamp, result: RowResult): StampResult {
  switch (result.outcome) {
    case 'updated':
    case 'unchanged':
      return { row, outcome: 'stamped' };
    case 'other-version':
    case 'not-there':
      return { row, outcome: 'changed' };
    case 'refused':
      return { row, outcome: 'refused', code: codeOf(result.error) };
    case 'not-written':
    case 'unknown':
      return { row, outcome: 'open', code: codeOf(result.error) };
    default:
      throw new Error(`A row that is stamped cannot end as ${result.outcome}.`);
  }
}
