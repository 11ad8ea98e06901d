import { caseAlreadyResolved, resolvedByUpdate } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import type { Columns } from './read-payload.js';

const ACTIVE = 0;
const RESOLVED = 1;

/**
 * What an update may not do to a case: resolve it, for which there is CloseIncident, and change it while it is resolved or
 * cancelled, but for taking it up again. Both are options, for no page says what the service answers.
 */
export function refuseCaseUpdate(
  { unknowns }: Context,
  { name }: Table,
  before: Row,
  columns: Columns,
): void {
  if (name !== 'incident') return;
  const [from, to] = [before.values['statecode'], columns.get('statecode')];
  if (to === RESOLVED && from !== RESOLVED && unknowns.resolveByUpdate === 'refused')
    throw resolvedByUpdate();
  if (from !== ACTIVE && to !== ACTIVE && unknowns.closedCaseUpdate === 'refused')
    throw caseAlreadyResolved();
}

/** A case is made active; in another state only where a case may be resolved without a message. */
export function refuseCaseCreate({ unknowns }: Context, { name }: Table, columns: Columns): void {
  if (name !== 'incident' || unknowns.stateOnCreate === 'ignored') return;
  if (columns.get('statecode') === RESOLVED && unknowns.resolveByUpdate === 'refused')
    throw resolvedByUpdate();
}
