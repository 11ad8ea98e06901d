import { pMapIterable } from 'p-map';
import { type BulkOptions, type DataverseClient, type RowOutcome, rowOf, type Table } from '#lib/dataverse';
import type { LoadResult } from '../../step-writer.js';
import { loadResult } from '../load-result.js';
import type { RowToWrite } from '../row-to-write.js';
import type { NotesOf } from './note.js';
import { type RowWithNotes, writeNotes } from './write-notes.js';

/** So many rows have their notes written as one. */
const rowsAGroup = 400;
const groupsAtOnce = 3;

type Outcome = RowOutcome<RowToWrite>;

/** Writing rows whose texts may stand in notes. */
export interface NotedWritingParts {
  client: DataverseClient;
  table: Table;
  notesOf: NotesOf;
  how: BulkOptions;
}

/**
 * Writes rows, and the notes of those that were written; other rows go on being written meanwhile. A row whose note is not as it should be is not done.
 * When notes cannot be written at all, no more rows are taken, and the results end with the error.
 */
export class NotedWriting {
  private end: { readonly error: unknown } | undefined;

  constructor(private readonly parts: NotedWritingParts) {}

  async *results(rows: AsyncIterable<RowToWrite>): AsyncGenerator<LoadResult, void, undefined> {
    const { client, table, how } = this.parts;
    const outcomes = client.upsertMultiple(table, this.untilTheEnd(rows), how);
    const settled = pMapIterable(inGroups(outcomes), (group) => this.settle(group), {
      concurrency: groupsAtOnce,
    });
    try {
      for await (const results of settled) yield* results;
      if (this.end) throw this.end.error;
    } finally {
      // The reader may have left.
      await outcomes.return();
    }
  }

  private async *untilTheEnd(rows: AsyncIterable<RowToWrite>): AsyncGenerator<RowToWrite, void, undefined> {
    for await (const row of rows) {
      yield row;
      if (this.end) return;
    }
  }

  private async settle(outcomes: readonly Outcome[]): Promise<LoadResult[]> {
    const { client, how } = this.parts;
    const written = new Map<Outcome, RowWithNotes>(
      outcomes.flatMap((outcome) =>
        'error' in outcome ? [] : [[outcome, this.withNotes(outcome)] as const],
      ),
    );
    const { failed, error } = await writeNotes(client, [...written.values()], how);
    if (error !== undefined) this.end ??= { error };
    return outcomes.map((outcome) => {
      const row = written.get(outcome);
      return loadResult('write', outcome.entry.source, (row && failed.get(row)) ?? outcome);
    });
  }

  private withNotes({ entry: { source, cwKey, at }, outcome }: Outcome): RowWithNotes {
    const { table, notesOf } = this.parts;
    const isNew = outcome === 'created';
    return { reference: rowOf(table, at), notes: notesOf(source, cwKey), isNew };
  }
}

/** As they come; the error that ends them comes after the last group. */
async function* inGroups(outcomes: AsyncIterable<Outcome>): AsyncGenerator<Outcome[], void, undefined> {
  let group: Outcome[] = [];
  let end: { readonly error: unknown } | undefined;
  try {
    for await (const outcome of outcomes) {
      group.push(outcome);
      if (group.length < rowsAGroup) continue;
      yield group;
      group = [];
    }
  } catch (error) {
    end = { error };
  }
  if (group.length > 0) yield group;
  if (end) throw end.error;
}
