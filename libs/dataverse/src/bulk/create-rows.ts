import { randomUUID } from 'node:crypto';
import { isRefusal } from '../errors/dataverse-error.js';
import type { NewRow } from '../table-map/row.js';
import type { Table } from '../table-map/table.js';
import { JsonText } from '../web-api/json-text.js';
import { agreement } from './agreement.js';
import type { BulkRow } from './bulk-row.js';
import type { BulkWrite } from './bulk-write.js';
import { planRow } from './plan-row.js';

/** A row to create. */
export interface RowToCreate<T extends Table> {
  /** A GUID that was chosen when the work was accepted, so that it may be given again. Default: a new one. */
  id?: string | undefined;
  row: NewRow<T>;
}

/**
 * Every row has a GUID of ours. After a lost reply it is not sent again blindly but looked for; and one that Dataverse says is
 * there already is read and compared, never assumed to be ours.
 */
export const createRows = <T extends Table>(table: T): BulkWrite<RowToCreate<T>> => ({
  table,
  verb: 'create',
  bulk: { message: 'CreateMultiple', doneStatus: 200 },
  plan: ({ id = randomUUID(), row }, draft) => planRow(table, id, row, draft, { byKey: false }),
  wanted: ({ row }) => row,
  operation: ({ address, values }) => ({
    method: 'POST',
    path: table.entitySet,
    body: new JsonText(withFirst(table.primaryId, address, values.text)),
    expect: [201, 204],
  }),
  done: (row) => ({ outcome: 'created', id: idOf(row) }),
  isDoubtful: (error) => isRefusal(error, 'duplicate-row'),
  whenRead: (row, found) => {
    if (!found) return undefined;
    if (isOurs(table, row.wanted, found)) {
      return row.past.isUncertain ? { outcome: 'created', id: idOf(row) } : { outcome: 'unchanged' };
    }
    const { doubted } = row.past;
    return doubted && { outcome: 'refused', error: doubted };
  },
});

const idOf = ({ address }: BulkRow<unknown>): string => address as string;

/** As `createOnce` has it: by the table's first alternate key; else by every value that can be compared. */
function isOurs(table: Table, wanted: Readonly<Record<string, unknown>>, found: object): boolean {
  const [key = []] = table.keys;
  const telling = key.length > 0 && key.every((name) => wanted[name] !== undefined);
  const values = telling ? Object.fromEntries(key.map((name) => [name, wanted[name]])) : wanted;
  return agreement(table, values, found) !== 'different';
}

/** The JSON object with one more value before the others. */
const withFirst = (name: string, value: unknown, json: string): string =>
  `${JSON.stringify({ [name]: value }).slice(0, -1)}${json === '{}' ? '' : ','}${json.slice(1)}`;
