import type { ThrottleRules } from '../../../../stand-ins/dataverse/src/index.js';
import { type Contender, fiftyAtATime, oneByOne, ours } from './contenders.js';

/** How long the service shuts out who was too much: until there is room, or longer. No page says it. */
export type RetryAfter = ThrottleRules['retryAfter'];

/** One line of the table: who, in how many processes, against which service. */
export interface Cell {
  contender: Contender;
  processes: number;
  retryAfter: RetryAfter;
}

const everyRetryAfter: readonly RetryAfter[] = ['untilRoom', 'halfAgain', 'twice'];

const cellsOf = (
  contenders: readonly Contender[],
  counts: readonly number[],
  models: readonly RetryAfter[],
): Cell[] =>
  contenders.flatMap((contender) =>
    counts.flatMap((processes) => models.map((retryAfter) => ({ contender, processes, retryAfter }))),
  );

/** Where no 429 is answered the model changes nothing: then the dearest one stands for all. */
export const wholeCells: readonly Cell[] = [
  ...cellsOf(oneByOne, [1], ['twice']),
  ...cellsOf(fiftyAtATime, [1, 4], everyRetryAfter),
  ...cellsOf(ours, [1, 2, 4], ['twice']),
];
/** One of each, and several processes where it matters most: whole clients take the time. */
export const quickCells: readonly Cell[] = [
  ...cellsOf([...oneByOne, ...fiftyAtATime, ...ours.filter(({ form }) => form !== 'single')], [1], ['twice']),
  ...cellsOf(
    ours.filter(({ form }) => form === 'bulk'),
    [4],
    ['twice'],
  ),
];

export const cellsFor = (isQuick: boolean): readonly Cell[] => (isQuick ? quickCells : wholeCells);
