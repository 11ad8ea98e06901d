import { Catalogue } from '../../../../apps/batch-sync/src/catalogue/catalogue.js';
import { type LoadStep, loadSteps } from '../../../../apps/batch-sync/src/catalogue/order/load-order.js';
import type { RowToLoad } from '../../../../apps/batch-sync/src/load/step-writer.js';
import { stepWriter } from '../../../../apps/batch-sync/src/load/writing/step-writer.js';
import { readSchema, type Schema } from '#lib/dataverse-schema';
import { clientProcess } from '../../../simulation/client-process.js';
import { bulkCost, type CostModel } from '../cost-models.js';
import { rowToLoad } from '../made-rows.js';
import { type NightResult, playNight } from '../night.js';
import { type StepName, volumes } from '../volumes.js';

/** What a night has to do: the share of all rows that are new or have changed. */
export interface Night {
  share: number;
  /** Which night it is: rows are another version of themselves in each. */
  version: number;
}

/** What the load is made from. */
export interface LoadGround {
  schema: Schema;
  catalogue: Catalogue;
}

export const openGround = async (): Promise<LoadGround> => ({
  schema: await readSchema('dataverse/schema.yaml'),
  catalogue: await Catalogue.fromFolder('test/bench/sync/catalogue'),
});

/** So many rows are claimed at a time, as from the ledger. */
const rowsAClaim = 2_000;

/** The whole client and the whole writing of rows, in worker processes that claim chunks of a step; no step begins before the one before is done. */
export const playOurs = (
  ground: LoadGround,
  night: Night,
  { processes, model, seed }: { processes: number; model: CostModel; seed: number },
): Promise<NightResult> =>
  playNight({ seed, processes, cost: bulkCost(model), hasClients: true }, async (world) => {
    const workers = Array.from({ length: processes }, () => clientProcess(world.time, world.seat(), 'batch'));
    for (const { step, rows } of volumes) {
      const claims = claimsOf(step, Math.ceil(rows * night.share), night.version);
      await Promise.all(workers.map(({ client }) => load(ground, client, stepNamed(ground, step), claims)));
    }
    // What their budgets would still tell the ledger needs time to pass, and none does any more.
    for (const { close } of workers) void close();
  });

async function load(
  { schema, catalogue }: LoadGround,
  client: ReturnType<typeof clientProcess>['client'],
  step: LoadStep,
  claims: RowToLoad[][],
): Promise<void> {
  const writer = stepWriter({ client, schema, catalogue, step, keySecret: 'a secret of the bench' });
  for await (const result of writer.perform('write', claimed(claims), {}))
    if (result.outcome !== 'done') throw new Error(`A row of ${step.name} was ${result.outcome}.`);
}

async function* claimed(claims: RowToLoad[][]): AsyncGenerator<RowToLoad, void, undefined> {
  for (let claim = claims.shift(); claim; claim = claims.shift()) yield* claim;
}

function claimsOf(step: StepName, rows: number, version: number): RowToLoad[][] {
  return Array.from({ length: Math.ceil(rows / rowsAClaim) }, (_, claim) => {
    const first = claim * rowsAClaim;
    const count = Math.min(rowsAClaim, rows - first);
    return Array.from({ length: count }, (__, row) => rowToLoad(step, first + row, version));
  });
}

function stepNamed({ catalogue }: LoadGround, name: string): LoadStep {
  const step = catalogue.integrations.flatMap(loadSteps).find((each) => each.name === name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return step;
}
