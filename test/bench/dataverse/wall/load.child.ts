import { connectDataverse, contactTable, type RowToUpsert } from '#lib/dataverse';
import { optionsFor } from '../../dataverse-single/causeway.js';
import { contactOf } from '../../dataverse-single/rows.js';
import { serveLoad } from '../../wall-time/serve-load.js';
import { targetMs } from './settings.js';

/** More than are under way at a time, so that none is in a request twice, and few enough for the far side to hold. */
const rowsAProcess = 5_000;

/** The same rows over and over. */
function* endlessRows(process: number): Generator<RowToUpsert<typeof contactTable>> {
  for (let row = 0; ; row = (row + 1) % rowsAProcess) {
    const key = `${process}${row.toString(16).padStart(63, '0')}`;
    yield { at: { key }, row: contactOf({ key, stamp: 'in wall time' }) };
  }
}

/** Our client as an app has it writes many rows, with its defaults; only what it aims at is compressed as all time is. */
await serveLoad(({ places, compression, number }, budget) => {
  const { client } = connectDataverse({ ...optionsFor(places), lane: 'batch', budget });
  return async (tally) => {
    const outcomes = client.upsertMultiple(contactTable, endlessRows(number), {
      targetMs: targetMs / compression,
    });
    for await (const row of outcomes) {
      if (row.outcome === 'upserted') tally.count();
      else tally.fail('error' in row ? row.error : undefined);
      if (tally.isOver) return;
    }
  };
});
