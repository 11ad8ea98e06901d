import { Readable } from 'node:stream';
import { Catalogue } from '../../../apps/batch-sync/src/catalogue/catalogue.js';
import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import { readRows } from '../../../apps/batch-sync/src/extract/read-rows.js';
import { openWays } from '../../../apps/batch-sync/src/load/open-way.js';
import { LedgerRuns } from '../../../apps/batch-sync/src/run/ledger-runs.js';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import type { RunOptions } from '../../../apps/batch-sync/src/run/run.js';
import type { SyncRuns } from '../../../apps/batch-sync/src/run/sync-runs.js';
import type { WorkSettings } from '../../../apps/batch-sync/src/run/work/work-settings.js';
import { Staging } from '../../../apps/batch-sync/src/staging/staging.js';
import { readSchema } from '#lib/dataverse-schema';
import type { ConnectedStandIn } from '../../contract/connected-stand-in.js';

/** So that what is tried again does not wait for long. */
const hasty: Partial<WorkSettings> = { lookMs: 20, idleMs: 10, againAfterMs: 20, againAtMostMs: 40 };

/** The secret of the keys of people. */
export const KEY_SECRET = 'the secret of the specs';

/** Where a sync stands. */
export interface SyncPlaces {
  /** Of the catalogue. */
  readonly folder: string;
  /** Of the staging. */
  readonly databaseUrl: string;
  readonly standIn: ConnectedStandIn;
  readonly settings?: Partial<WorkSettings>;
}

/** The whole sync, from the YAML files of a folder to a stand-in for Dataverse. */
export class SyncBeforeStandIn {
  private constructor(
    readonly integrations: readonly Integration[],
    readonly staging: Staging,
    readonly runs: SyncRuns,
  ) {}

  static async open({ folder, databaseUrl, standIn, settings }: SyncPlaces): Promise<SyncBeforeStandIn> {
    const [catalogue, schema] = [
      await Catalogue.fromFolder(folder),
      await readSchema('dataverse/schema.yaml'),
    ];
    const staging = await Staging.open(databaseUrl);
    const users = { of: () => Promise.resolve(standIn.connected) };
    const { url } = standIn.dataverse;
    const openWay = openWays({ users, url, schema, catalogue, keySecret: KEY_SECRET });
    const runs = await LedgerRuns.open({ staging, catalogue, openWay, settings: { ...hasty, ...settings } });
    return new SyncBeforeStandIn(catalogue.integrations, staging, runs);
  }

  integration(name: string): Integration {
    const found = this.integrations.find((each) => each.name === name);
    if (!found) throw new Error(`There is no integration ${name}.`);
    return found;
  }

  /** @throws DeliveryRefusedError when it cannot be read */
  async land(name: string, content: string | Buffer): Promise<string> {
    const integration = this.integration(name);
    const file = { name: 'a delivery', bytes: Readable.from([Buffer.from(content)]) };
    return this.staging.land(integration, file.name, readRows(integration, file));
  }

  /** Lands a delivery, and works at a run over it until it has ended. */
  async sync(name: string, content: string | Buffer, options?: RunOptions): Promise<RunReport> {
    const { id } = await this.runs.start(name, [await this.land(name, content)], options);
    return this.runs.work(id);
  }

  close(): Promise<void> {
    return this.staging.close();
  }
}
