import { plain, waiting, type FaultKinds, type FaultPlan } from '../../../control/src/index.js';

/** The faults of this service. The README says what each of them does. */
export const faultList = {
  down: plain,
  slow: waiting,
  html503: plain,
  sqlTimeout: plain,
  deadlock: plain,
  dropBeforeCommit: plain,
  dropAfterCommit: plain,
} satisfies FaultKinds;

export type DataverseFaults = FaultPlan<typeof faultList>;
