import { z } from 'zod';
import { plain, waiting, type FaultKinds, type FaultPlan } from '../../../control/src/index.js';

/** A gateway that has no answer: the request has not come through, or it was `done` and the gateway had given up. */
const gateway = z.object({ done: z.boolean().optional() });

/** The faults of this service. The README says what each of them does. */
export const faultList = {
  down: plain,
  slow: waiting,
  slowAnswer: waiting,
  slowBody: waiting,
  halfBody: z.object({
    /** The message ends as its headers say, and only the text in it is not whole. */
    cleanEnd: z.boolean().optional(),
    /** Answers that are no multipart, too. */
    anyAnswer: z.boolean().optional(),
  }),
  html502: gateway,
  html503: gateway,
  html504: gateway,
  sqlTimeout: plain,
  deadlock: plain,
  dropBeforeCommit: plain,
  dropAfterCommit: plain,
} satisfies FaultKinds;

export type DataverseFaults = FaultPlan<typeof faultList>;
