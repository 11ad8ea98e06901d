import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '../../../../apps/batch-sync/src/catalogue/catalogue.js';
import type { SourceRow } from '../../../../apps/batch-sync/src/extract/source-row.js';
import { Staging } from '../../../../apps/batch-sync/src/staging/staging.js';
import { startEmbeddedPostgres } from '#lib/database';
import { deliveredValues } from '../made-rows.js';
import { changedShare, rowsOf, type StepName } from '../volumes.js';

/** How long the staging takes on this machine, in milliseconds: it is the same in every cost model, and no virtual time. */
export interface StagingResult {
  firstMs: number;
  /** Of a night in which everything is delivered again and 1 % of it has changed. */
  nightMs: number;
}

/** Lands and applies two deliveries of everything, in a new embedded PostgreSQL that keeps what it commits. */
export async function measureStaging({ integrations }: Catalogue): Promise<StagingResult> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-sync-'));
  const postgres = await startEmbeddedPostgres({ directory });
  const staging = await Staging.open(postgres.url);
  const deliverAll = async (changed: number) => {
    const from = performance.now();
    for (const integration of integrations) {
      const delivery = await staging.land(integration, 'bench', delivered(integration.name, changed));
      const { outcome } = await staging.apply(integration, delivery);
      if (outcome.kind !== 'applied') throw new Error(`A delivery was refused: ${outcome.says}`);
    }
    return performance.now() - from;
  };
  try {
    return { firstMs: await deliverAll(0), nightMs: await deliverAll(changedShare) };
  } finally {
    await staging.close();
    await postgres.stop();
    await rm(directory, { recursive: true });
  }
}

/** All rows of an integration; of so many of the first there is a new version. */
async function* delivered(integration: string, changed: number): AsyncGenerator<SourceRow> {
  const step = integration as StepName;
  const rows = rowsOf(step);
  for (let number = 0; number < rows; number += 1)
    yield { number: number + 1, values: deliveredValues(step, number, number < rows * changed ? 1 : 0) };
}
