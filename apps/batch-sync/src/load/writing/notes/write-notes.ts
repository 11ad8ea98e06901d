import {
  annotationTable,
  type CallOptions,
  type DataverseClient,
  type RowOutcome,
  type RowReference,
  type RowResult,
} from '#lib/dataverse';
import type { Note } from './note.js';

/** A row that was written, with the notes that it may have. */
export interface RowWithNotes {
  readonly reference: RowReference;
  readonly notes: readonly Note[];
  /** Whether it was not there before, and so has no notes. */
  readonly isNew: boolean;
}

/** Why a note is not as it should be. */
export type FailedNote = Extract<RowResult, { error: unknown }>;

/** What became of the notes of rows: those that failed, by their rows, and what keeps all of them from being written, if anything. */
export interface NotesResult<Row> {
  readonly failed: ReadonlyMap<Row, FailedNote>;
  readonly error: unknown;
}

/** Tables whose rows can have notes: the catalogue is checked for that. */
type Annotated = RowReference<keyof typeof annotationTable.columns.regarding.targets>;

/** Brings the notes of rows to what the rows say: what was cut stands whole in one, and where nothing was cut there is none. */
export async function writeNotes<Row extends RowWithNotes>(
  client: DataverseClient,
  rows: readonly Row[],
  how: CallOptions,
): Promise<NotesResult<Row>> {
  const all = rows.flatMap((owner) => owner.notes.map((note) => ({ owner, ...note })));
  const written = all.flatMap(({ owner, id, subject, text }) =>
    text === undefined
      ? []
      : [{ owner, at: id, row: { subject, text, regarding: owner.reference as Annotated } }],
  );
  const removed = all.filter(({ owner, text }) => text === undefined && !owner.isNew);
  const failed = new Map<Row, FailedNote>();
  const [writing, removing] = await Promise.all([
    gather(client.upsertMultiple(annotationTable, written, how), written, failed),
    // Mostly there is none: to look for 200 is one request, and to delete them would be 200 operations.
    gather(client.deleteMultiple(annotationTable, idsOf(removed), { ...how, ...looking }), removed, failed),
  ]);
  return { failed, error: writing ?? removing };
}

const looking = { readFirst: true, firstRows: 200 };

const idsOf = (notes: readonly Note[]): string[] => notes.map(({ id }) => id);

/** Keeps the failures; answers with the error that ended the outcomes, if one did. What had not been taken by then has failed, too. */
async function gather<Row>(
  outcomes: AsyncIterable<RowOutcome<unknown>>,
  entries: readonly { readonly owner: Row }[],
  failed: Map<Row, FailedNote>,
): Promise<unknown> {
  const fail = (owner: Row, why: FailedNote) => failed.has(owner) || failed.set(owner, why);
  const left = entries.values();
  try {
    for await (const outcome of outcomes) {
      const entry = left.next().value;
      if (entry && 'error' in outcome) fail(entry.owner, outcome);
    }
    return undefined;
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error('The notes were given up.', { cause });
    for (const { owner } of left) fail(owner, { outcome: 'not-written', error });
    return error;
  }
}
