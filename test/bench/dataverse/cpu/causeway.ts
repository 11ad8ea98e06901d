import { connectDataverse, contactTable, type BulkOptions } from '#lib/dataverse';
import type { Places } from '../../../support/dataverse-identity.js';
import { optionsFor } from '../../dataverse-single/causeway.js';
import { contactOf, type ReadRow } from '../../dataverse-single/rows.js';
import { type Contender, requestsAtOnce } from './contender.js';

/** Our client as an app has it, but for the size of a request where that is told. */
export const causeway =
  (by: BulkOptions['by']) =>
  async (places: Places): Promise<Contender> => {
    const { client, close } = connectDataverse(optionsFor(places));
    return {
      write: async (rows, rowsARequest) => {
        const size = rowsARequest === 'its own' ? {} : { firstRows: rowsARequest, mostRows: rowsARequest };
        const how = { by, ...size, atOnce: requestsAtOnce };
        for await (const { outcome, index } of client.upsertMultiple(contactTable, toUpsert(rows), how)) {
          if (!done.has(outcome)) throw new Error(`Row ${index} was ${outcome}.`);
        }
      },
      close,
    };
  };

const done = new Set(['upserted', 'created', 'updated']);

/** The rows in the words of our table map. */
export function* toUpsert(rows: Iterable<ReadRow>) {
  for (const row of rows) yield { at: { key: row.key }, row: contactOf(row) };
}
