import type { Way } from './writes.js';

/** A fault as the stand-in's control door takes it; its README says what each does. */
export interface Fault {
  fault: string;
  lane?: string;
  rate?: number;
  count?: number;
  skip?: number;
  /** Milliseconds, or seconds in `retryAfter`. */
  ms?: number;
  retryAfter?: number | false;
  facet?: string;
  done?: boolean;
  anyAnswer?: boolean;
  cleanEnd?: boolean;
}

/** What befalls the calls of a round. */
export interface Trouble {
  name: string;
  faults: readonly Fault[];
  /** An attempt is given up after so long, in milliseconds. Default 20 seconds. */
  attemptTimeoutMs?: number;
  /** It does not pass while anybody waits: rows are given back. */
  isLasting?: true;
  /** It keeps everybody from calling, so that nothing else could befall them: no part of the mixture. */
  isAlone?: true;
  /** Part of the short form. */
  isShort?: true;
}

const impatientMs = 800;
/** Longer than that: it is done all the same, when nobody listens any more. */
const tooLongMs = 1_200;
const late = { skip: 10, count: 8, ms: tooLongMs };

/** A gateway's page, for requests that have not come through and for those that were done. */
const pages = (fault: string, rate: number): Fault[] => [
  { fault, rate },
  { fault, rate, done: true },
];

const alone: readonly Trouble[] = [
  { name: 'connections are cut', faults: [{ fault: 'down', rate: 0.2 }] },
  { name: 'an outage', faults: [{ fault: 'down', skip: 20, count: 12 }] },
  {
    name: 'an outage to the end',
    faults: [
      { fault: 'dropAfterCommit', rate: 0.3 },
      { fault: 'down', skip: 60 },
    ],
    isLasting: true,
    isAlone: true,
    isShort: true,
  },
  {
    name: 'done after nobody waits',
    faults: [{ fault: 'slow', ...late }],
    attemptTimeoutMs: impatientMs,
  },
  {
    name: 'done, and answered too late',
    faults: [{ fault: 'slowAnswer', ...late }],
    attemptTimeoutMs: impatientMs,
    isShort: true,
  },
  {
    name: 'half of the answer is late',
    faults: [{ fault: 'slowBody', rate: 0.1, ms: tooLongMs }],
    attemptTimeoutMs: impatientMs,
  },
  { name: 'half of an answer', faults: [{ fault: 'halfBody', rate: 0.2, anyAnswer: true }], isShort: true },
  {
    name: 'half of an answer as if whole',
    faults: [{ fault: 'halfBody', rate: 0.2, anyAnswer: true, cleanEnd: true }],
  },
  { name: '502 as a page', faults: pages('html502', 0.12) },
  { name: '503 as a page', faults: pages('html503', 0.12) },
  { name: '504 as a page', faults: pages('html504', 0.12), isShort: true },
  { name: 'tokens that expire', faults: [{ fault: 'expiredToken', rate: 0.15 }] },
  {
    name: '429 with a time to wait',
    faults: ['requests', 'executionTime', 'concurrency'].map((facet, n) => ({
      ...{ fault: 'throttleStorm', facet, skip: 15 * (n + 1), count: 3, retryAfter: 1 },
    })),
  },
  {
    name: '429 without one',
    faults: [{ fault: 'throttleStorm', skip: 15, count: 3, retryAfter: false }],
    isAlone: true,
  },
  { name: 'timeouts of the database', faults: [{ fault: 'sqlTimeout', rate: 0.15 }] },
  { name: 'deadlocks', faults: [{ fault: 'deadlock', rate: 0.15 }] },
  { name: 'cut before the commit', faults: [{ fault: 'dropBeforeCommit', rate: 0.25 }] },
  { name: 'cut after the commit', faults: [{ fault: 'dropAfterCommit', rate: 0.25 }], isShort: true },
  { name: 'definitions that are not known yet', faults: [{ fault: 'staleMetadata', rate: 0.1 }] },
  { name: 'keys that are pending again', faults: [{ fault: 'keyIndexPending', rate: 0.1 }] },
];

/** Each a sixth as often. */
const mixed: Trouble = {
  name: 'all of them mixed',
  faults: alone
    .filter(({ isAlone }) => !isAlone)
    .flatMap(({ faults }) => faults)
    .map((fault) => (fault.rate === undefined ? { ...fault, count: 3 } : { ...fault, rate: fault.rate / 6 })),
  attemptTimeoutMs: impatientMs,
  isShort: true,
};

/** Every trouble alone, then mixed. Without any, what is told of each row is exact. */
export const TROUBLES: readonly Trouble[] = [{ name: 'none', faults: [], isShort: true }, ...alone, mixed];

/** The one that a client which forgets its GUIDs must not survive. */
export const lostReplies: Trouble = {
  name: 'lost replies',
  faults: [{ fault: 'dropAfterCommit', rate: 0.25 }],
  // What has been doubled does not get better by being tried again.
  isLasting: true,
  isShort: true,
};

/** Strike an operation by itself, so that at the same rate hardly any call with many of them would come through. */
const ofOperations: Readonly<Record<string, readonly Way[]>> = {
  dropBeforeCommit: ['batch'],
  dropAfterCommit: ['batch'],
  sqlTimeout: ['batch'],
  deadlock: ['batch'],
  staleMetadata: ['batch'],
  keyIndexPending: ['batch', 'bulk'],
};

/** The lane of those who write; whoever prepares a round goes by another one. */
const lane = 'batch';

/** The faults for those who write in these ways. */
export function faultsFor({ faults }: Trouble, ways: readonly Way[]): Fault[] {
  return faults.map((fault) => {
    const many = ofOperations[fault.fault] ?? [];
    const isOfMany = ways.every((way) => many.includes(way));
    return { ...fault, lane, ...(isOfMany && fault.rate !== undefined && { rate: fault.rate / 10 }) };
  });
}

/** After so long nothing is under way any more that nobody waits for. */
export const settledAfterMs = ({ faults }: Trouble): number =>
  Math.max(0, ...faults.map(({ ms = 0 }) => ms + (ms > 0 ? 200 : 0)));
