import type { Row, Values } from '../store/row.js';
import type { RowEvent } from './row-event.js';

const STATE = ['statecode', 'statuscode'];

const isState = (column: string) => STATE.includes(column);

/**
 * An update of the state and of other columns is told as two: first the others, then the state.
 * https://learn.microsoft.com/power-apps/developer/data-platform/special-update-operation-behavior
 */
export function splitUpdate(event: RowEvent): readonly RowEvent[] {
  if (event.message !== 'Update') return [event];
  const asked = [...event.asked];
  const states = asked.filter(([column]) => isState(column));
  const others = asked.filter(([column]) => !isState(column));
  if (states.length === 0 || others.length === 0) return [event];
  const between: Row = { ...event.after, values: withStateOf(event.before.values, event.after.values) };
  return [
    { ...event, after: between, asked: new Map(others) },
    { ...event, before: between, asked: new Map(states) },
  ];
}

const withStateOf = (before: Values, after: Values): Values => ({
  ...after,
  ...Object.fromEntries(Object.entries(before).filter(([column]) => isState(column))),
});
