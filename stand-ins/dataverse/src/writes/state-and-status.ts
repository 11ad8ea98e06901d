import { invalidStatus } from '../errors.js';
import { missing } from '../not-implemented.js';
import type { State, Table } from '../schema/table.js';
import type { Values } from '../store/row.js';
import type { Payload } from './read-payload.js';

/** Of cases only these take part in the ordinary road; resolving has a message of its own. */
const RESOLVED = 1;

/**
 * Settles the pair of state and status. A state without a status takes that state's default; a status of another state is
 * refused: the table pages of incident, account and contact.
 */
export function settleState(table: Table, payload: Payload, before: Values | undefined, id: string): Values {
  const { states } = table.definition;
  if (states.length === 0) return {};
  const statecode = number(payload.get('statecode')) ?? number(before?.['statecode']) ?? 0;
  const state = states.find((candidate) => candidate.state === statecode) ?? states[0];
  if (!state) return {};
  refuseClosing(table, payload, before, statecode);
  const statuscode = number(payload.get('statuscode')) ?? keptStatus(payload, before) ?? defaultStatus(state);
  if (!state.statuses.some(({ value }) => value === statuscode))
    throw invalidStatus(table, state.label, statuscode, id);
  return { statecode, statuscode };
}

function refuseClosing(table: Table, payload: Payload, before: Values | undefined, statecode: number): void {
  if (table.name !== 'incident') return;
  if (before === undefined && statecode !== 0) throw missing('createResolved');
  if (before && statecode === RESOLVED && payload.has('statecode')) throw missing('resolveByPatch');
}

/** An update that names neither keeps what was there. */
const keptStatus = (payload: Payload, before: Values | undefined) =>
  payload.has('statecode') && payload.get('statecode') !== before?.['statecode']
    ? undefined
    : number(before?.['statuscode']);

const defaultStatus = ({ statuses }: State) =>
  (statuses.find((status) => status.default) ?? statuses[0])?.value ?? 0;

const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
