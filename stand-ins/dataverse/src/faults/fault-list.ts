import { z } from 'zod';
import { plain, waiting, type FaultKinds, type FaultPlan } from '../../../control/src/index.js';
import type { Facet } from '../throttle/limits.js';

const facets = ['requests', 'executionTime', 'concurrency'] as const satisfies readonly Facet[];

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
  expiredToken: plain,
  throttleStorm: z.object({
    facet: z.enum(facets).optional(),
    /** Seconds; false leaves the header out. */
    retryAfter: z
      .union([z.int().min(0).max(86_400), z.literal(false)], {
        error: 'must be whole seconds, at most a day, or false',
      })
      .optional(),
  }),
  sqlTimeout: plain,
  deadlock: plain,
  dropBeforeCommit: plain,
  dropAfterCommit: plain,
  staleMetadata: plain,
  keyIndexPending: plain,
} satisfies FaultKinds;

export type DataverseFaults = FaultPlan<typeof faultList>;
