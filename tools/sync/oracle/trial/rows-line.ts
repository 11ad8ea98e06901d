import { compareRows } from '../compare/compare-rows.js';
import type { WantedStep } from '../compare/wanted-step.js';
import type { Line } from '../line.js';
import { cwKeyOf } from '../reading/hand-keys.js';
import type { HandSource } from '../sources/hand-source.js';
import type { World } from './world.js';

/** So many differing rows are told. */
const TOLD = 20;

/** Every row that was ever delivered beside what Dataverse holds. */
export async function rowsLine(world: World, step: WantedStep): Promise<Line> {
  const { rows, columns, differing } = await compareRows(world.ground.dataverse, step);
  return {
    source: step.name,
    delivery: 'row by row',
    counters: { rows, columns, differing: differing.length },
    differs: differing.slice(0, TOLD).map(({ cwKey, what }) => `${cwKey}: ${what.join(', ')}`),
  };
}

/** What was read by hand of a source's own rows. */
export const stepOf = (world: World, source: HandSource): WantedStep => ({
  name: source.name,
  entitySet: source.entitySet,
  primaryId: `${source.table}id`,
  rows: world.handOf(source).rows,
  cwKeyOf: (key) => cwKeyOf(source.name, key),
  isPersonal: false,
});
