import type { DataverseClient } from '#lib/dataverse';
import { serveOrders } from '../../bench/serve-orders.js';
import type { Places } from '../../support/dataverse-identity.js';
import { forgettingIds } from './forget-ids.js';
import type { Lot } from './plan.js';
import { writeMany } from './write-many.js';
import { hurry, withWriter } from './writer.js';
import { writeSingly } from './write-singly.js';

/** What a process is asked to do: all lots at once. */
export interface WriteOrder {
  lots: readonly Pick<Lot, 'way' | 'writes'>[];
  /** The most rows of a call. */
  mostRows: number;
  /** How long trouble is borne, by a clock that is in a hurry. */
  patienceMs: number;
  attemptTimeoutMs?: number | undefined;
  /** Work with the client that has the bug. */
  forgetsIds: boolean;
}

/** One of the processes that write at once. */
await serveOrders(({ places }: { places: Places }) =>
  Promise.resolve({
    ready: 'ready',
    work: (order: WriteOrder) => {
      const { attemptTimeoutMs } = order;
      const how = { attemptTimeoutMs, ...(order.forgetsIds && { wrap: forgettingIds }) };
      return withWriter(places, how, (client) => writeLots(client, order));
    },
  }),
);

const writeLots = (client: DataverseClient, { lots, mostRows, patienceMs }: WriteOrder) =>
  Promise.all(
    lots.map(({ way, writes }) =>
      way === 'single'
        ? writeSingly(client, writes, patienceMs / hurry)
        : writeMany(client, writes, { by: way, mostRows, firstRows: mostRows, atOnce: 3, patienceMs }),
    ),
  );
