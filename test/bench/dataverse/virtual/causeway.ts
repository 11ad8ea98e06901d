import { BudgetDeadlineError, contactTable, type DataverseClient } from '#lib/dataverse';
import { clientProcess } from '../../../simulation/client-process.js';
import type { Seat } from '../../../simulation/seat.js';
import type { VirtualTime } from '../../../simulation/virtual-time.js';
import type { Form } from '../forms.js';
import { type ContactToUpsert, endlessRows } from './endless-rows.js';

/** So many callers at a time, where each has one row. */
const callers = 50;

/** Our client works without end, with its defaults, until it is told that it is enough. */
export function startCauseway(time: VirtualTime, seat: Seat, form: Form): () => void {
  const { client, close } = clientProcess(time, seat, 'batch');
  const working = form === 'single' ? writeSingles(client, seat) : writeMany(client, seat, form);
  // It ends when it is closed, with whatever was under way.
  working.catch(() => undefined);
  // What its budget would still tell the ledger needs time to pass, and none does any more.
  return () => void close();
}

async function writeMany(client: DataverseClient, { number }: Seat, by: 'batch' | 'bulk'): Promise<void> {
  for await (const { outcome } of client.upsertMultiple(contactTable, endlessRows(number), { by })) {
    if (outcome !== 'upserted') throw new Error(`A row was ${outcome}.`);
  }
}

async function writeSingles(client: DataverseClient, { number }: Seat): Promise<void> {
  const rows = endlessRows(number);
  const goOn = async () => {
    for (const row of rows) await writeSingle(client, row);
  };
  await Promise.all(Array.from({ length: callers }, goOn));
}

/** Where there is no room for a minute the call says so, and its caller comes back. */
async function writeSingle(client: DataverseClient, { at, row }: ContactToUpsert): Promise<void> {
  for (;;) {
    try {
      await client.upsert(contactTable, at, row);
      return;
    } catch (error) {
      if (!(error instanceof BudgetDeadlineError)) throw error;
    }
  }
}
