import { Catalogue } from '../../../apps/batch-sync/src/catalogue/catalogue.js';
import { LedgerRuns } from '../../../apps/batch-sync/src/run/ledger-runs.js';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import type { Run } from '../../../apps/batch-sync/src/run/run.js';
import { isDatabaseUnavailable } from '#lib/database';
import { Staging } from '../../../apps/batch-sync/src/staging/staging.js';
import { catalogueFolder } from './catalogue.js';

/** An operator, who looks at runs and works at none. */
export class Office {
  private constructor(
    private readonly staging: Staging,
    private readonly runs: LedgerRuns,
  ) {}

  static async open(databaseUrl: string): Promise<Office> {
    const catalogue = await Catalogue.fromFolder(catalogueFolder);
    const staging = await Staging.open(databaseUrl);
    const openWay = () => {
      throw new Error('The operator works at no run.');
    };
    return new Office(staging, await LedgerRuns.open({ staging, catalogue, openWay }));
  }

  /** The first first; undefined while the database is away. */
  async history(): Promise<Run[] | undefined> {
    try {
      return (await this.runs.history()).reverse();
    } catch (error) {
      if (isDatabaseUnavailable(error)) return undefined;
      throw error;
    }
  }

  /** Of all runs, in their order. */
  async reports(): Promise<RunReport[]> {
    const reports: RunReport[] = [];
    for (const { id } of (await this.history()) ?? []) reports.push(await this.runs.report(id));
    return reports;
  }

  close(): Promise<void> {
    return this.staging.close();
  }
}
