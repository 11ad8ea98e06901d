import { accountTable } from '#lib/dataverse';
import type { Places } from '../../support/dataverse-identity.js';
import type { Lot } from './plan.js';
import { withWriter } from './writer.js';
import { valuesBefore, type Write } from './writes.js';

/** Writes what stands there before a round, in a lane that no fault strikes. */
export async function seedRows(places: Places, lots: readonly Lot[]): Promise<void> {
  const rows = lots.flatMap(({ writes }) => writes.flatMap(rowBefore));
  await withWriter(places, {}, async (client) => {
    for await (const { outcome } of client.createMultiple(accountTable, rows, seeding))
      if (outcome !== 'created') throw new Error(`A row that was to stand there before was ${outcome}.`);
  });
}

const seeding = { firstRows: 1_000, lane: 'interactive' } as const;

function rowBefore(write: Write) {
  const { id, key, naturalKey } = write;
  const values = valuesBefore(write);
  return values ? [{ id, row: { ...values, naturalKey, key } }] : [];
}
