import type { Data } from '../odata/data.js';
import { isSameValue, type Row, type Values } from '../store/row.js';
import type { Unknowns } from '../unknowns.js';
import { contractEntity } from './contract-entity.js';
import { entityReference, typeOf } from './contract-values.js';
import { rowOf, type RowEvent } from './row-event.js';

/** They stand in every update. */
const MODIFICATION = ['modifiedon', 'modifiedby', 'modifiedonbehalfby'];

/**
 * The columns that an event tells: of a new row all that hold something, of an update those that the client wrote and those that the
 * platform changed with them, of a deleted row none.
 */
export function toldValues(event: RowEvent): Values {
  if (event.message === 'Delete') return {};
  const { primaryId } = event.table;
  const { values } = event.after;
  const told =
    event.message === 'Create'
      ? Object.keys(values).filter((name) => values[name] !== null || name === 'modifiedonbehalfby')
      : [...event.asked.keys(), primaryId, ...changedColumns(event.before, event.after), ...MODIFICATION];
  const columns = told.filter((name) => name in values || event.asked.has(name));
  return Object.fromEntries(columns.map((name) => [name, values[name] ?? null]));
}

const changedColumns = (before: Row, after: Row) =>
  Object.keys(after.values).filter(
    (name) => !isSameValue(before.values[name] ?? null, after.values[name] ?? null),
  );

/** The parameter `Target`: the row with what is told of it, or which row is gone. A new row has its formatted values. */
export function eventTarget(event: RowEvent, unknowns: Unknowns, data: Data) {
  const { table, message } = event;
  const { id } = rowOf(event);
  if (message === 'Delete')
    return { __type: typeOf('EntityReference'), ...entityReference({ table: table.name, id }) };
  const excerpt = { table, id, values: toldValues(event), rowVersion: rowVersion(event, unknowns) };
  return { __type: typeOf('Entity'), ...contractEntity(excerpt, message === 'Create' ? data : undefined) };
}

/** The same parameter as it came in, before the platform had filled in anything. */
export function askedTarget(event: RowEvent, unknowns: Unknowns, data: Data) {
  if (event.message === 'Delete') return eventTarget(event, unknowns, data);
  const { table } = event;
  const { id } = event.after;
  const values = { ...Object.fromEntries(event.asked), [table.primaryId]: id };
  return {
    __type: typeOf('Entity'),
    ...contractEntity({ table, id, values, rowVersion: rowVersion(event, unknowns) }),
  };
}

function rowVersion(event: RowEvent, { eventRowVersion }: Unknowns): string | null {
  if (event.message !== 'Update' || eventRowVersion === 'none') return null;
  return String(eventRowVersion === 'before' ? event.before.version : event.after.version);
}
