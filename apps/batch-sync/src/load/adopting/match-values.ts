import type { Column } from '#lib/dataverse-schema';
import type { MatchValues, StepToAdopt } from '../../adopt/way-to-adopt.js';
import { keepableText } from '../../staging/landing/copy-text.js';
import { columnNamed, tableNamed } from '../table-named.js';
import { columnMapper, type MappingGround } from '../writing/mapping/row-mapper.js';
import type { RowToLoad } from '../step-writer.js';
import { UnfitValueError } from '../writing/unfit-value.error.js';

/** What rows of a step are matched by, on either side. */
export interface Matching {
  /** Of an accepted row: what the sync would write; nothing where it cannot. */
  ofSource(values: RowToLoad['values']): MatchValues;
  /** Of a row as it was read. */
  ofDataverse(row: object): MatchValues;
}

export function matchingOf(ground: MappingGround & { step: StepToAdopt }): Matching {
  const { schema, step } = ground;
  const table = tableNamed(schema, step.target.table);
  const columns = step.adopt.match.map((name) => columnNamed(table, name));
  const map = columnMapper(ground, step.adopt.match);
  const textsOf = (values: Readonly<Record<string, unknown>>): MatchValues =>
    Object.fromEntries(columns.map((column) => [column.name, textOf(column, values[column.name])]));
  return {
    ofDataverse: (row) => textsOf({ ...row }),
    ofSource: (values) => {
      try {
        return textsOf(map(values));
      } catch (error) {
        if (error instanceof UnfitValueError) return textsOf({});
        throw error;
      }
    },
  };
}

/** A number as the column rounds it. */
function textOf(column: Column, value: unknown): string | null {
  if (typeof value === 'string') return keepableText(value);
  if (typeof value !== 'number') return null;
  const isRounded = 'precision' in column && column.precision !== undefined;
  return String(isRounded ? Number(value.toFixed(column.precision)) : value);
}
