import type { FaultTarget } from '../../../control/src/index.js';
import { faultyCommit, faultyKeeping } from '../faults/operation-faults.js';
import { faultyKeyIndexes } from '../faults/pending-keys.js';
import { knownTables } from '../faults/stale-metadata.js';
import type { Caller, Context } from '../operations/request.js';
import type { Work } from '../throttle/work.js';
import type { RequestOrigin } from '../webhooks/row-event.js';
import { RowEvents } from '../webhooks/row-events.js';
import { organization as ids } from './options.js';
import type { Organization } from './organization.js';
import { toldCommit } from './told-commit.js';

/** Who asks, for what, and as part of what. */
interface Asking {
  caller: Caller;
  target: FaultTarget;
  origin: RequestOrigin;
}

/**
 * What an operation works with, for one request: the organisation as its faults let it appear.
 *
 * @param url the organisation's URL without a slash
 */
export function requestContext(
  organization: Organization,
  url: () => string,
  { caller, target, origin }: Asking,
): Context {
  const { tables, store, clock, faults, unknowns, keyIndexes, uploads, webhooks, schemaBefore } =
    organization;
  const work: Work[] = [];
  const events = new RowEvents();
  const tell = () => webhooks.emit(events.take(), url());
  const around = toldCommit(faultyCommit(faults, target, work), tell);
  return {
    tables,
    tablesFor: (entitySet, asked) =>
      knownTables(faults, target, { tables, before: schemaBefore }, entitySet, asked),
    store,
    caller,
    privileges: organization.privilegesOf(caller),
    organization: ids,
    unknowns,
    duplicateRules: organization.duplicateRules,
    detectsDuplicates: false,
    changeTrackingDays: organization.changeTrackingDays,
    now: clock.now(),
    work,
    events,
    origin,
    keyIndexes: faultyKeyIndexes(faults, target, keyIndexes),
    uploads,
    serviceRoot: url(),
    transact: (operation) => events.during(() => store.transact(operation, around)),
    keep: faultyKeeping(faults, target),
  };
}
