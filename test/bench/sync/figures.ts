import { shortestMakespanMs } from '../ceiling.js';
import { type Spread, spreadOf } from '../spread.js';
import { type Cell, cells } from './cell.js';
import type { CellResult } from './measure-cell.js';
import { type NightResult, rttMs } from './night.js';
import type { StagingResult } from './staging/measure-staging.js';

/** What somebody came to over all seeds. Times in seconds, the staging counted in where there is one. */
export interface SyncFigures {
  cell: Cell;
  firstSeconds: Spread;
  nightSeconds: Spread;
  /** Of the first load and the week. */
  wholeSeconds: Spread;
  requests: Spread;
  /** 429s of all seeds together. */
  throttled: number;
  /** Of the shortest time that the limits allow for the requests of the first load. */
  share: Spread;
  /** The fullest window of any facet in any seed, as a share of the limit. */
  fullest: number;
  /** By how much the whole is shorter than the naive ways, one row and twenty rows at a time, pair by pair. */
  cut: { sequential: Spread; parallel: Spread };
}

export const figuresOf = (results: readonly CellResult[], staging: StagingResult): SyncFigures[] =>
  cells.map((cell) => {
    const own = results.filter((result) => sameCell(result.cell, cell));
    const whole = (result: CellResult) => wholeMs(result, staging);
    const cutOf = (atOnce: number) =>
      spreadOf(own.map((result) => 1 - whole(result) / whole(naive(results, atOnce, result.seed))));
    const all = own.flatMap(({ first, nights }) => [first, ...nights]);
    return {
      cell,
      firstSeconds: spreadOf(own.map((each) => (each.first.ms + stagingOf(cell, staging).firstMs) / 1_000)),
      nightSeconds: spreadOf(
        own.flatMap(({ nights }) => nights.map(({ ms }) => (ms + stagingOf(cell, staging).nightMs) / 1_000)),
      ),
      wholeSeconds: spreadOf(own.map((each) => whole(each) / 1_000)),
      requests: spreadOf(own.map(({ first, nights }) => sum([first, ...nights], ({ requests }) => requests))),
      throttled: sum(all, ({ throttled }) => throttled),
      share: spreadOf(own.map(({ first }) => shortestOf(first) / first.ms)),
      fullest: Math.max(...all.flatMap(({ fullest }) => Object.values(fullest))),
      cut: { sequential: cutOf(1), parallel: cutOf(20) },
    };
  });

function wholeMs({ cell, first, nights }: CellResult, staging: StagingResult): number {
  const { firstMs, nightMs } = stagingOf(cell, staging);
  return first.ms + firstMs + sum(nights, ({ ms }) => ms + nightMs);
}

/** The naive ways have no staging. */
const stagingOf = ({ who }: Cell, staging: StagingResult): StagingResult =>
  who === 'naive' ? { firstMs: 0, nightMs: 0 } : staging;

const shortestOf = ({ requests, throttled, executionMs }: NightResult): number => {
  const done = requests - throttled;
  return shortestMakespanMs(done, { rows: 1, costMs: executionMs / done, rttMs });
};

function naive(results: readonly CellResult[], atOnce: number, seed: number): CellResult {
  const found = results.find(
    ({ cell, seed: of }) => cell.who === 'naive' && cell.atOnce === atOnce && of === seed,
  );
  if (!found) throw new Error(`Nobody worked ${atOnce} at a time in seed ${seed}.`);
  return found;
}

const sameCell = (a: Cell, b: Cell): boolean => JSON.stringify(a) === JSON.stringify(b);

const sum = <Each>(all: readonly Each[], of: (each: Each) => number): number =>
  all.reduce((total, each) => total + of(each), 0);
