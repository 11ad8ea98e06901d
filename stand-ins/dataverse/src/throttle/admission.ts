import type { Facet } from './limits.js';

export interface Arrival {
  user: string;
  /** Default `none`. */
  lane?: string | undefined;
  /** The web server that it comes to, 0 for the first. Default: one is chosen. */
  server?: number | undefined;
  /** How many operations it holds, when that is known already. Default: 1. */
  operations?: number | undefined;
  /** What it will take, when that is known already: with the rule `atArrival` it counts at once. */
  expectedMs?: number | undefined;
}

export interface Departure {
  executionMs: number;
  /** How many operations it turned out to hold. */
  operations?: number | undefined;
}

export interface Admitted {
  admitted: true;
  server: number;
  /** To be called once, when it is answered: until then it is in flight. */
  leave(departure: Departure): void;
}

export interface Refused {
  admitted: false;
  server: number;
  facet: Facet;
  /** As the Web API tells it, in hexadecimal. */
  code: string;
  message: string;
  retryAfterSeconds: number;
}

export type Admission = Admitted | Refused;
