import { type Spread, spreadOf } from '../../spread.js';
import type { Cell } from './cells.js';
import type { CellResult } from './measure-cell.js';

/** What a cell was over all seeds. */
export interface CellFigures {
  cell: Cell;
  rowsARequest: Spread;
  /** Rows a second. */
  rowsPerSecond: Spread;
  ceiling: Spread;
  share: Spread;
  /** 429s of all seeds together. */
  throttled: number;
  /** The worst of all seeds. */
  fullest: { requests: number; executionTime: number; concurrency: number };
}

export function cellFiguresOf(cells: readonly Cell[], results: readonly CellResult[]): CellFigures[] {
  return cells.map((cell) => {
    const of = results.filter((result) => isSame(result.cell, cell));
    const spread = (figure: (result: CellResult) => number) => spreadOf(of.map(figure));
    const worst = (facet: keyof CellFigures['fullest']) =>
      Math.max(...of.map(({ fullest }) => fullest[facet]));
    return {
      cell,
      rowsARequest: spread(({ rowsARequest }) => rowsARequest),
      rowsPerSecond: spread(({ rowsPerSecond }) => rowsPerSecond),
      ceiling: spread(({ ceiling }) => ceiling),
      share: spread(({ share }) => share),
      throttled: of.reduce((sum, { throttled }) => sum + throttled, 0),
      fullest: {
        requests: worst('requests'),
        executionTime: worst('executionTime'),
        concurrency: worst('concurrency'),
      },
    };
  });
}

const isSame = (a: Cell, b: Cell): boolean =>
  a.contender.name === b.contender.name && a.processes === b.processes && a.retryAfter === b.retryAfter;
