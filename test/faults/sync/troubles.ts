/** A fault of the stand-in, as its control door takes it. */
export interface Fault {
  fault: string;
  rate?: number;
  count?: number;
  ms?: number;
  retryAfter?: number;
  seed?: number;
  done?: boolean;
}

/** What befalls a round for a while. */
export type Trouble =
  /** The stand-in has these faults for so long. */
  | { kind: 'faults'; name: string; faults: readonly Fault[]; forMs: number }
  /** The stand-in is killed, and nobody listens for so long. */
  | { kind: 'refused'; name: string; forMs: number }
  /** PostgreSQL ends in order, or drops everything and recovers, and starts again. */
  | { kind: 'postgres'; name: string; shutdown: 'fast' | 'immediate' };

/** What befalls a round, beside the deaths. */
export interface Mode {
  name: string;
  /** From the first row to the last. */
  faults: readonly Fault[];
  /** One after the other. */
  troubles: readonly Trouble[];
  /** One process, whose work nobody takes over until it is back. */
  isAlone?: true;
}

const lostReplies: readonly Fault[] = [
  { fault: 'dropAfterCommit', rate: 0.04 },
  { fault: 'dropBeforeCommit', rate: 0.01 },
];
const away: Trouble = {
  kind: 'faults',
  name: '503 for a second',
  faults: [{ fault: 'html503' }],
  forMs: 1_000,
};
const refused: Trouble = { kind: 'refused', name: 'Dataverse off', forMs: 1_500 };
const cut: Trouble = { kind: 'faults', name: 'connections cut', faults: [{ fault: 'down' }], forMs: 1_000 };
const storm: Trouble = {
  kind: 'faults',
  name: '429 storm',
  faults: [{ fault: 'throttleStorm', count: 40, retryAfter: 1 }],
  forMs: 3_000,
};
const fast: Trouble = { kind: 'postgres', name: 'PostgreSQL restarted', shutdown: 'fast' };
const immediate: Trouble = { kind: 'postgres', name: 'PostgreSQL crashed', shutdown: 'immediate' };

const all: Mode = {
  name: 'all at once',
  faults: lostReplies,
  troubles: [away, immediate, storm, refused, fast],
};

/** Kills are in each of them. */
export const MODES: readonly Mode[] = [
  { name: 'kills', faults: [], troubles: [] },
  { name: 'lost replies', faults: lostReplies, troubles: [] },
  { name: 'a process alone', faults: [], troubles: [], isAlone: true },
  { name: 'Dataverse away', faults: [], troubles: [away, refused, cut] },
  { name: '429 storms', faults: [], troubles: [storm, storm, storm] },
  { name: 'PostgreSQL restarts', faults: [], troubles: [fast, immediate, immediate, fast] },
  all,
];

/** Those of the short form. */
export const SHORT_MODES: readonly Mode[] = [
  { name: 'lost replies', faults: lostReplies, troubles: [] },
  { ...all, troubles: [away, immediate, storm] },
];

/** In which deliberate bugs show: nothing but kills. */
export const KILLS_ONLY: readonly Mode[] = MODES.slice(0, 1);
