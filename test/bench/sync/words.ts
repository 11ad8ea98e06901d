import { CEILING } from '../ceiling.js';
import { type Goal, goalsInWords } from '../goal.js';
import { type Spread, spreadInWords } from '../spread.js';
import { tableOf } from '../table.js';
import type { Cell } from './cell.js';
import { requestMs, singleMs } from './cost-models.js';
import type { SyncFigures } from './figures.js';
import { rttMs } from './night.js';
import type { StagingResult } from './staging/measure-staging.js';
import { changedShare, nights, totalRows } from './volumes.js';

interface Findings {
  seeds: number;
  figures: readonly SyncFigures[];
  staging: StagingResult;
  goals: readonly Goal[];
}

export const inWords = ({ seeds, figures, staging, goals }: Findings): string =>
  [
    CEILING,
    '',
    `The first load of ${totalRows()} rows in four tables, and ${nights} nights with all of them delivered again, of which ${changedShare * 100} % have changed; ${seeds} seeds.`,
    `Dataverse in virtual time, by the documented limits: ${singleMs} ms a call with one row, ${requestMs} one that looks for one, ${requestMs} a bulk message and its rows; ±20 %, ${rttMs} ms there and back.`,
    `Retry-After tells the moment at which there is room. Ours have the time of the staging on this machine added: ${seconds(staging.firstMs)} s for the first load, ${seconds(staging.nightMs)} s a night.`,
    '',
    tableOf(
      'Seconds; median (minimum–maximum). The share is that of the ceiling, of the first load; the fullest window is that of any facet in any night:',
      [
        'who',
        'first load',
        'a night after it',
        'the whole',
        'requests',
        '429s',
        'share %',
        'fullest window %',
        'shorter than 20 at a time, %',
        'than row by row, %',
      ],
      figures.map(rowOf),
    ),
    goalsInWords(goals),
  ].join('\n');

const rowOf = ({ cell, ...figures }: SyncFigures): string[] => [
  nameOf(cell),
  spreadInWords(figures.firstSeconds),
  spreadInWords(figures.nightSeconds),
  spreadInWords(figures.wholeSeconds),
  spreadInWords(figures.requests),
  String(figures.throttled),
  spreadInWords(percents(figures.share), 1),
  (figures.fullest * 100).toFixed(1),
  spreadInWords(percents(figures.cut.parallel), 1),
  spreadInWords(percents(figures.cut.sequential), 1),
];

const nameOf = (cell: Cell): string =>
  cell.who === 'naive'
    ? `naive, ${cell.atOnce === 1 ? 'row by row' : `${cell.atOnce} at a time`}`
    : `causeway, ${cell.processes} at work, bulk row × ${cell.model}`;

const percents = ({ median, min, max }: Spread): Spread => ({
  median: median * 100,
  min: min * 100,
  max: max * 100,
});

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
