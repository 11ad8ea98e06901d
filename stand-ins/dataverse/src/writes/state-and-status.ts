import { invalidStatus } from '../errors.js';
import type { State, Table } from '../schema/table.js';
import type { Values } from '../store/row.js';
import type { Columns } from './read-payload.js';

/**
 * Settles the pair of state and status. A state without a status takes that state's default; a status of another state is
 * refused: the table pages of incident, account and contact.
 */
export function settleState(table: Table, columns: Columns, before: Values | undefined, id: string): Values {
  const { states } = table.definition;
  if (states.length === 0) return {};
  const statecode = number(columns.get('statecode')) ?? number(before?.['statecode']) ?? 0;
  const state = states.find((candidate) => candidate.state === statecode) ?? states[0];
  if (!state) return {};
  const statuscode = number(columns.get('statuscode')) ?? keptStatus(columns, before) ?? defaultStatus(state);
  if (!state.statuses.some(({ value }) => value === statuscode))
    throw invalidStatus(table, state.label, statuscode, id);
  return { statecode, statuscode };
}

/** An update that names neither keeps what was there. */
const keptStatus = (columns: Columns, before: Values | undefined) =>
  columns.has('statecode') && columns.get('statecode') !== before?.['statecode']
    ? undefined
    : number(before?.['statuscode']);

const defaultStatus = ({ statuses }: State) =>
  (statuses.find((status) => status.default) ?? statuses[0])?.value ?? 0;

const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
