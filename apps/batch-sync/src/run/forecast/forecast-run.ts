import type { BudgetLimits } from '#lib/resilience';
import type { Integration } from '../../catalogue/integration.js';
import type { Application, Staging } from '../../staging/staging.js';
import type { LedgerGround } from '../ledger/ledger-ground.js';
import { withRuns } from '../ledger/run.schema.js';
import { leastMs } from '../limits-allow.js';
import { sourceOf, withNames } from '../report/deliveries-of.js';
import { forecastStages } from './forecast-stages.js';
import type { Forecast } from './forecast.js';

/** What a forecast is made of. */
export interface ForecastParts {
  readonly staging: Staging;
  readonly ground: LedgerGround;
  readonly limits: BudgetLimits;
}

/** What a run over these deliveries would do. Everything is taken back; meanwhile no delivery of the integration is applied. */
export const forecastRun = (
  { staging, ground, limits }: ForecastParts,
  integration: Integration,
  deliveries: readonly string[],
  application: Application,
): Promise<Forecast> =>
  staging.rehearse(integration, deliveries, application, async (reports, transaction) => {
    const db = withRuns(transaction);
    const stages = await forecastStages({ ...ground, db }, integration);
    const sum = (name: 'rows' | 'requests' | 'executionMs') =>
      stages.reduce((total, stage) => total + stage[name], 0);
    const calls = { requests: sum('requests'), executionMs: sum('executionMs') };
    const least = leastMs(calls, limits);
    const named = await withNames(db, reports);
    return {
      integration: integration.name,
      deliveries: named,
      source: sourceOf(named),
      stages,
      rows: sum('rows'),
      operations: sum('rows'),
      ...calls,
      atLeastMs: least.ms,
      facet: least.facet,
    };
  });
