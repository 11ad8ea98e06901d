import type { BudgetLimits } from '#lib/resilience';
import type { Integration } from '../../catalogue/integration.js';
import { loadSteps } from '../../catalogue/order/load-order.js';
import { type LedgerGround, stepTableOf } from '../ledger/ledger-ground.js';
import { countQuarantined } from '../ledger/quarantine.js';
import { spentOn } from '../ledger/spent-ledger.js';
import type { QuarantineCount, RunReport } from '../run-report.js';
import type { Run } from '../run.js';
import { ceilingOf } from './ceiling-of.js';
import { countDue, countPending } from './count-due.js';
import { deliveriesOf, sourceOf } from './deliveries-of.js';
import { chunksOf, reconciliationsOf, stageReports } from './stage-reports.js';
import { tookMsOf } from './took-ms-of.js';

/** What runs did, from what the ledger knows. What a run leaves behind changes later, so its report is kept when it has ended. */
export class RunReports {
  constructor(
    private readonly ground: LedgerGround,
    private readonly limits: BudgetLimits,
  ) {}

  /** As it is now; as it was at the end, if it has ended and that was kept. */
  async of(run: Run, integration: Integration): Promise<RunReport> {
    return (await this.kept(run)) ?? this.asOfNow(run, integration);
  }

  /** As it was at the end; undefined when that was not kept. */
  async kept(run: Run): Promise<RunReport | undefined> {
    const { report } = await this.ground.db
      .selectFrom('runs')
      .select('report')
      .where('id', '=', run.id)
      .executeTakeFirstOrThrow();
    // The run itself has dates, which JSON has not.
    return report ? { ...report, ...run } : undefined;
  }

  /** Keeps the report of a run that has ended; once more when somebody had still something under way. */
  async keep(run: Run, integration: Integration): Promise<RunReport> {
    const report = await this.asOfNow(run, integration);
    await this.ground.db
      .updateTable('runs')
      .set({ report: JSON.stringify(report) })
      .where('id', '=', run.id)
      .execute();
    return report;
  }

  /** Keeps it if nobody has. */
  async keepOnce(run: Run, integration: Integration): Promise<RunReport> {
    const report = await this.of(run, integration);
    await this.ground.db
      .updateTable('runs')
      .set({ report: JSON.stringify(report) })
      .where('id', '=', run.id)
      .where('report', 'is', null)
      .execute();
    return report;
  }

  private async asOfNow(run: Run, integration: Integration): Promise<RunReport> {
    const { db } = this.ground;
    const spent = await spentOn(db, run.id);
    const stages = await db
      .selectFrom('stages')
      .selectAll()
      .where('run', '=', run.id)
      .orderBy('number')
      .execute();
    const chunks = await chunksOf(db, run.id);
    const reports = stageReports(stages, chunks);
    const deliveries = await deliveriesOf(db, stages);
    const tookMs = tookMsOf(stages, deliveries);
    return {
      ...run,
      deliveries,
      source: sourceOf(deliveries),
      stages: reports,
      ...(await this.left(integration)),
      spent,
      tookMs,
      ceiling: ceilingOf({ stages: reports, spent, tookMs, limits: this.limits }),
      reconciliation: reconciliationsOf(stages, chunks),
    };
  }

  /** What is still to be done with the accepted rows of an integration: all of them are looked at. */
  async left(integration: Integration): Promise<Pick<RunReport, 'pending' | 'quarantined'>> {
    return {
      quarantined: await this.quarantined(integration),
      pending: await this.pending(integration),
    };
  }

  /** All that is in quarantine of an integration, by step and code. */
  private async quarantined(integration: Integration): Promise<QuarantineCount[]> {
    const { db, dialect } = this.ground;
    const counts: QuarantineCount[] = [];
    for (const { name } of loadSteps(integration))
      for (const count of await countQuarantined(db, dialect, name)) counts.push({ step: name, ...count });
    return counts;
  }

  private async pending(integration: Integration): Promise<number> {
    const { db, dialect } = this.ground;
    let pending = 0;
    for (const { name } of loadSteps(integration)) {
      const step = await stepTableOf(this.ground, integration, name);
      pending += (await countPending(db, name)) + (await countDue(db, dialect, step, 'close'));
    }
    return pending;
  }
}
