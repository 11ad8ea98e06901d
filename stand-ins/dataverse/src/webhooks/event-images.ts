import type { Data } from '../odata/data.js';
import type { Table } from '../schema/table.js';
import { columnValue } from '../store/column-value.js';
import type { Row } from '../store/row.js';
import { contractEntity } from './contract-entity.js';
import type { KeyValue } from './contract-values.js';
import type { RowEvent } from './row-event.js';
import type { Webhook } from './webhook.js';

/** What images of a registration are called, for there is one of each kind. */
const PRE_IMAGE = 'PreImage';
const POST_IMAGE = 'PostImage';
/** What every asynchronous step gets of a row that is still there: its name. */
const NAME_IMAGE = 'AsynchronousStepPrimaryName';

/**
 * The row as it was and as it is. There is none from before a row was made, and none from after it went:
 * https://learn.microsoft.com/power-apps/developer/data-platform/register-plug-in, "Availability of images".
 */
export function eventImages(event: RowEvent, { preImage, postImage }: Webhook, data: Data) {
  const { table, message } = event;
  const image = (key: string, row: Row, columns: readonly string[]): KeyValue => ({
    key,
    value: contractEntity({ table, id: row.id, values: valuesOf(table, row, columns) }, data),
  });
  const before = message !== 'Create' && preImage ? [image(PRE_IMAGE, event.before, preImage)] : [];
  if (message === 'Delete') return { before, after: [] };
  const name = image(NAME_IMAGE, event.after, [table.definition.primaryName ?? table.primaryId]);
  return { before, after: [name, ...(postImage ? [image(POST_IMAGE, event.after, postImage)] : [])] };
}

/** A row that was read has no attribute for what it has no value of, and always its id. */
function valuesOf(table: Table, row: Row, names: readonly string[]) {
  const columns = names.flatMap((name) => table.columnsByName.get(name) ?? []);
  const values = columns.map((column) => [column.name, columnValue(row, column)] as const);
  return Object.fromEntries([...values.filter(([, value]) => value !== null), [table.primaryId, row.id]]);
}
