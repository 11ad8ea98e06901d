/** A batch that wants all it can get, and citizens who come meanwhile. */
export interface Scene {
  /** Of the batch: so many a request. */
  rows: number;
  /** How citizens come. */
  arrivals: ArrivalsName;
  users: 'one user' | 'separate users';
}

/** Calls a second, window by window. */
export const ARRIVALS = {
  '5/s': () => 5,
  '0.1/s, then 5/s': (window: number) => (window < 3 ? 0.1 : 5),
  'nobody, then 5/s': (window: number) => (window < 3 ? 0 : 5),
} as const satisfies Record<string, (window: number) => number>;

export type ArrivalsName = keyof typeof ARRIVALS;

const arrivalsNames = Object.keys(ARRIVALS) as ArrivalsName[];

export const scenesOf = (rows: readonly number[]): Scene[] =>
  (['one user', 'separate users'] as const).flatMap((users) =>
    arrivalsNames.flatMap((arrivals) => rows.map((each) => ({ rows: each, arrivals, users }))),
  );

export const mostASecond = 5;
/** Left to citizens by the batch, as a share of each limit. */
export const reserve = 0.02;
/** What 99 of 100 citizens wait at most, in real time. */
export const goalMs = 250;
export const rttMs = 30;
/** Windows that are counted, after one that is not. */
export const countedWindows = 5;
