import { createHash } from 'node:crypto';
import { guidFrom } from '#lib/dataverse';
import type { Schema } from '#lib/dataverse-schema';
import type { LoadStep } from '../../../catalogue/order/load-order.js';
import type { RowToLoad } from '../../step-writer.js';
import { columnNamed, tableNamed } from '../../table-named.js';

/** A note that a row may have. */
export interface Note {
  /** The same for the same row and subject, so that the note is one row however often it is written. */
  readonly id: string;
  readonly subject: string;
  /** What was cut in the row, whole; undefined when nothing was: then there is to be no such note. */
  readonly text: string | undefined;
}

/** What notes a row of a step has, by its `cw_key`. */
export type NotesOf = (row: RowToLoad, cwKey: string) => Note[];

/** Reads the notes out of accepted rows; undefined for a step without any. */
export function notesOf(schema: Schema, { target }: LoadStep): NotesOf | undefined {
  const table = tableNamed(schema, target.table);
  const columns = Object.entries(target.columns).flatMap(([name, mapping]) => {
    if (!('column' in mapping) || mapping.note === undefined) return [];
    const column = columnNamed(table, name);
    const length = 'length' in column ? column.length : Infinity;
    return [{ from: mapping.column, subject: mapping.note, length }];
  });
  if (columns.length === 0) return undefined;
  return ({ values }, cwKey) =>
    columns.map(({ from, subject, length }) => {
      const text = values[from] ?? '';
      return { id: noteId(cwKey, subject), subject, text: text.length > length ? text : undefined };
    });
}

const noteId = (cwKey: string, subject: string): string =>
  guidFrom(createHash('sha256').update(`${cwKey}\u001f${subject}`).digest());
