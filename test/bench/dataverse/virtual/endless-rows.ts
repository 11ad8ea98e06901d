import { contactTable, type RowToUpsert } from '#lib/dataverse';

export type ContactToUpsert = RowToUpsert<typeof contactTable>;

/** As long as somebody takes one: keys as our tables have them, and no two alike. */
export function* endlessRows(process: number): Generator<ContactToUpsert> {
  for (let row = 0; ; row += 1) {
    const key = `${process}${row.toString(16).padStart(63, '0')}`;
    yield { at: { key }, row: { firstName: 'Ann', lastName: 'Lee', naturalKey: key } };
  }
}
