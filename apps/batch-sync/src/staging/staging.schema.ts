import type { Generated, JSONColumnType } from 'kysely';
import type { DeliveryReport } from './delivery-report.js';

/**
 * `landing`: its rows arrive, written by us or by another tool. `complete`: all are there. `applied` and `refused`: it was judged, and its rows
 * have left the landing table.
 */
type DeliveryState = 'landing' | 'complete' | 'applied' | 'refused';

/** One row a delivery; never deleted. */
interface DeliveriesTable {
  id: Generated<string>;
  integration: string;
  /** A file's name, or what another tool calls it. */
  name: string;
  state: Generated<DeliveryState>;
  /** How many rows its writer says there are; null until they are all there. */
  landed_rows: number | string | null;
  received_at: Generated<Date>;
  settled_at: Date | null;
  report: JSONColumnType<DeliveryReport> | null;
}

/** One row a rejected row of a delivery. */
interface RejectsTable {
  delivery: string;
  row_number: string;
  reason: string;
  says: string;
  key: string | null;
  /** As they were read. */
  values: JSONColumnType<Record<string, string>>;
}

/** The tables that every integration shares; those of one alone are made from the catalogue. */
export interface StagingSchema {
  deliveries: DeliveriesTable;
  rejects: RejectsTable;
}
