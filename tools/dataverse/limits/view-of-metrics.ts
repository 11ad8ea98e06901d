import { budgetMetric } from '#lib/dataverse';
import { lanesByRank } from '#lib/resilience';
import type { Facet, FacetView, LaneView, LimitsView } from './limits-view.js';
import type { Metrics } from './read-metrics.js';

const facets: readonly Facet[] = ['requests', 'executionTime', 'concurrency'];

/** How the budget stands by what a service tells Prometheus; undefined when that service has none. */
export function viewOfMetrics(metrics: Metrics, url: string): LimitsView | undefined {
  if (metrics.value(budgetMetric.limit) === undefined) return undefined;
  const service = metrics.service ?? 'a service';
  const own = metrics.by('facet', budgetMetric.own);
  const isAlone = metrics.value(budgetMetric.alone) === 1;
  return {
    title: `${service} at ${url}`,
    facets: facetsIn(metrics),
    lanes: lanesIn(metrics),
    spenders: [
      {
        name: service,
        requestsRatio: own['requests'] ?? 0,
        executionTimeRatio: own['executionTime'] ?? 0,
        standing: isAlone ? 'cut off' : '',
      },
    ],
    notes: notesIn(metrics, isAlone),
    operations: {
      ofLastDay: metrics.value(budgetMetric.operations) ?? 0,
      allowed: metrics.value(budgetMetric.entitlement),
    },
    hints: metrics.by('hint', budgetMetric.hint),
  };
}

function facetsIn(metrics: Metrics): FacetView[] {
  const limits = metrics.by('facet', budgetMetric.limit);
  const used = metrics.by('facet', budgetMetric.used);
  const heldBack = metrics.by('facet', budgetMetric.heldBack);
  const throttling = metrics.by('facet', budgetMetric.secondsToThrottling);
  return facets.map((facet) => ({
    facet,
    limit: limits[facet] ?? 0,
    usedRatio: used[facet] ?? 0,
    heldBackRatio: heldBack[facet] ?? 0,
    throttlingInMinutes: throttling[facet] === undefined ? undefined : throttling[facet] / 60,
  }));
}

function lanesIn(metrics: Metrics): LaneView[] {
  const requests = metrics.by('lane', budgetMetric.requestRate);
  const execution = metrics.by('lane', budgetMetric.executionRate);
  const waiting = metrics.by('lane', budgetMetric.waiting);
  const reserves = metrics.by('lane', budgetMetric.reserve);
  return lanesByRank.map((lane) => ({
    lane,
    requestsPerSecond: requests[lane] ?? 0,
    executionSecondsPerSecond: execution[lane] ?? 0,
    waiting: String(waiting[lane] ?? 0),
    reserveRatio: reserves[lane] ?? 0,
  }));
}

function notesIn(metrics: Metrics, isAlone: boolean): string[] {
  const blocked = metrics.value(budgetMetric.blocked) ?? 0;
  const scale = metrics.value(budgetMetric.callScale) ?? 1;
  return [
    ...(blocked > 0 ? [`A 429 holds everybody back for ${Math.ceil(blocked)} s more.`] : []),
    ...(isAlone ? ['It is cut off from the others and spends what is certainly its own.'] : []),
    ...(scale < 1 ? [`Batches are to be smaller, ${Math.round(scale * 100)} % of their size.`] : []),
  ];
}
