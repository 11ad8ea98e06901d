import { type Spread, spreadOf } from '../spread.js';
import { type Cell, goalOf } from './cells.js';
import type { CellResult } from './measure-cell.js';

/** What a cell was over all seeds. */
export interface CellFigures extends Cell {
  /** Rows a second. */
  ceiling: Spread;
  rowsPerSecond: Spread;
  share: Spread;
  /** All seeds together. */
  refusable: number;
  /** The worst of all seeds. */
  fullest: { requests: number; executionTime: number; concurrency: number };
  goal?: number;
  /** Present where there is a goal: whether every seed reached it, with nothing refused and no window above a limit. */
  isReached?: boolean;
}

export function figuresOf(cells: readonly Cell[], results: readonly CellResult[]): CellFigures[] {
  return cells.map((cell) => {
    const of = results.filter((result) => isSame(result.cell, cell));
    const worst = (facet: keyof CellFigures['fullest']) =>
      Math.max(...of.map(({ fullest }) => fullest[facet]));
    const figures = {
      ...cell,
      ceiling: spreadOf(of.map(({ ceiling }) => ceiling)),
      rowsPerSecond: spreadOf(of.map(({ rowsPerSecond }) => rowsPerSecond)),
      share: spreadOf(of.map(({ share }) => share)),
      refusable: of.reduce((sum, { refusable }) => sum + refusable, 0),
      fullest: {
        requests: worst('requests'),
        executionTime: worst('executionTime'),
        concurrency: worst('concurrency'),
      },
    };
    const goal = goalOf(cell);
    return goal === undefined ? figures : { ...figures, goal, isReached: isReached(figures, goal) };
  });
}

const isSame = (a: Cell, b: Cell): boolean =>
  a.rows === b.rows && a.rttMs === b.rttMs && a.costs === b.costs && a.processes === b.processes;

const isReached = ({ share, refusable, fullest }: CellFigures, goal: number): boolean =>
  share.min >= goal && refusable === 0 && Object.values(fullest).every((full) => full <= 1);
