import type { Table } from '#lib/dataverse-schema';
import { stateColumns } from '../../catalogue/own-columns.js';

/** As every table of the platform has them; of cases these are others, which are closed instead. */
export const activeState = 0;
export const inactiveState = 1;

/** What brings a row of the table to a state, with the status that this state has by default. */
export function stateValues({ name, state: states }: Table, wanted: number): Record<string, number> {
  const statuses = states.find(({ state }) => state === wanted)?.statuses;
  const status = statuses?.find((each) => each.default) ?? statuses?.[0];
  if (!status) throw new Error(`A row of ${name} cannot have the state ${wanted}.`);
  return { [stateColumns.state]: wanted, [stateColumns.status]: status.value };
}
