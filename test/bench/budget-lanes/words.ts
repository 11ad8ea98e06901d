import { spreadInWords } from '../spread.js';
import { tableOf } from '../table.js';
import type { SceneFigures } from './figures.js';
import { countedWindows, goalMs, reserve, rttMs } from './scenes.js';

const HEAD = [
  'batch',
  'citizens',
  'wait p50 ms',
  'p99',
  'max',
  'unserved',
  'batch keeps %',
  '429s',
  'fullest %',
  'goal',
];

export function inWords(figures: readonly SceneFigures[], seeds: number): string {
  const kinds = [...new Set(figures.map(({ users }) => users))];
  return [
    `A batch that saturates its process, and citizens at another; RTT ${rttMs} ms, reserve ${reserve * 100} %;`,
    `${seeds} seeds, ${countedWindows} windows each after one that is discarded, in virtual time, so waits are those of real time; median (minimum–maximum).`,
    `"unserved" are the citizens who still wait at the end of a seed; their wait up to then is counted.`,
    `"batch keeps" is of the requests that the limits admit beside these citizens; the goal is a p99 of ${goalMs} ms in every seed.`,
    '',
    ...kinds.map((users) => `${tableFor(users, figures)}\n`),
    `The goal is reached in ${figures.filter(({ isReached }) => isReached).length} of ${figures.length} scenes.`,
  ].join('\n');
}

const tableFor = (users: string, figures: readonly SceneFigures[]): string =>
  tableOf(
    `On ${users === 'one user' ? 'one application user' : 'application users of their own'}:`,
    HEAD,
    figures.filter((each) => each.users === users).map(rowOf),
  );

function rowOf({
  rows,
  arrivals,
  waitMs,
  unserved,
  kept,
  refusable,
  fullest,
  isReached,
}: SceneFigures): string[] {
  const keptPercent = { median: kept.median * 100, min: kept.min * 100, max: kept.max * 100 };
  return [
    `${rows} a request`,
    arrivals,
    spreadInWords(waitMs.p50),
    spreadInWords(waitMs.p99),
    spreadInWords(waitMs.max),
    String(unserved),
    spreadInWords(keptPercent, 1),
    String(refusable),
    (fullest * 100).toFixed(1),
    isReached ? 'reached' : 'MISSED',
  ];
}
