import type { Difference, Step } from './difference.js';

/** What stands on what: a column needs its choice and its table, a key its columns; rows are found by keys that are Active. */
const ORDER: readonly Step['do'][] = [
  'create-publisher',
  'create-solution',
  'create-choice',
  'rename-choice',
  'insert-option',
  'rename-option',
  'create-table',
  'rename-table',
  'create-column',
  'change-column',
  'create-key',
  'reactivate-key',
  'await-key',
];

/** The steps that mend these differences, in an order in which each finds what it needs. */
export const planOf = (differences: readonly Difference[]): Step[] =>
  differences
    .flatMap(({ remedy }) => (remedy.by === 'provision' ? [remedy.step] : []))
    .sort((one, other) => rankOf(one) - rankOf(other));

/** Lookups come after the other columns: the tables that they refer to are there by then, but so must be what names them. */
const rankOf = (step: Step): number =>
  ORDER.indexOf(step.do) + (step.do === 'create-column' && step.column.type === 'lookup' ? 0.5 : 0);

/**
 * Nothing is made while these stand: it would bear a foreign prefix, or land in somebody else's solution, and neither can be
 * changed afterwards.
 */
export const obstaclesIn = (differences: readonly Difference[]): Difference[] =>
  differences.filter(
    ({ part, remedy }) => (part === 'publisher' || part === 'solution') && remedy.by === 'hand',
  );
