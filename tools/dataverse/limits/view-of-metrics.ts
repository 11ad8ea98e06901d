import { budgetMetric } from '#lib/dataverse';
import { lanesByRank } from '#lib/resilience';
import { type Facet, type FacetView, forecastTold, type LaneView, type LimitsView } from './limits-view.js';
import type { Metrics } from './read-metrics.js';

/** As the metric tells them. */
const [shares, cutOff] = [0, 2];

const facets: readonly Facet[] = ['requests', 'executionTime', 'concurrency'];

/** How the budget stands by what a service tells Prometheus; undefined when that service has none. */
export function viewOfMetrics(metrics: Metrics, url: string): LimitsView | undefined {
  if (metrics.value(budgetMetric.limit) === undefined) return undefined;
  const service = metrics.service ?? 'a service';
  const own = metrics.by('facet', budgetMetric.own);
  const standing = metrics.value(budgetMetric.standing) ?? shares;
  const isCutOff = standing === cutOff;
  const lanes = lanesIn(metrics);
  return {
    title: `${service} at ${url}${isCutOff ? ', cut off' : ''}`,
    facets: facetsIn(
      metrics,
      standing !== shares ? () => undefined : (minutes) => forecastTold(minutes, lanes),
    ),
    lanes,
    spenders: [
      {
        name: service,
        requestsRatio: own['requests'] ?? 0,
        executionTimeRatio: own['executionTime'] ?? 0,
        standing: isCutOff ? 'cut off' : '',
      },
    ],
    notes: notesIn(metrics, standing),
    operations: {
      ofLastDay: metrics.value(budgetMetric.operations) ?? 0,
      allowed: metrics.value(budgetMetric.entitlement),
    },
    hints: metrics.by('hint', budgetMetric.hint),
  };
}

/** @param told What is said of a forecast, which a service leaves out where the limit is never reached. */
function facetsIn(
  metrics: Metrics,
  told: (minutes: number | undefined) => FacetView['throttlingInMinutes'],
): FacetView[] {
  const limits = metrics.by('facet', budgetMetric.limit);
  const used = metrics.by('facet', budgetMetric.used);
  const heldBack = metrics.by('facet', budgetMetric.heldBack);
  const throttling = metrics.by('facet', budgetMetric.secondsToThrottling);
  return facets.map((facet) => ({
    facet,
    limit: limits[facet] ?? 0,
    usedRatio: used[facet] ?? 0,
    heldBackRatio: heldBack[facet] ?? 0,
    throttlingInMinutes: told(throttling[facet] && throttling[facet] / 60),
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
    waiting: { requests: waiting[lane] ?? 0 },
    reserveRatio: reserves[lane] ?? 0,
  }));
}

function notesIn(metrics: Metrics, standing: number): string[] {
  const blocked = metrics.value(budgetMetric.blocked) ?? 0;
  const scale = metrics.value(budgetMetric.callScale) ?? 1;
  return [
    ...(blocked > 0 ? [`A 429 holds everybody back for ${Math.ceil(blocked)} s more.`] : []),
    ...(standing === shares ? [] : [standing === cutOff ? isCutOffWords : isNewWords]),
    ...(scale < 1 ? [`Batches are to be smaller, ${Math.round(scale * 100)} % of their size.`] : []),
  ];
}

const isNewWords =
  'The ledger where it shares its budget is new and does not know yet what all have spent: until it does, it spends no more than is certainly its own. limits --redis tells more.';

const isCutOffWords =
  'The Redis where it shares its budget does not answer it, so "used" is what this process alone has spent, rates and operations are what it heard last, and it spends no more than is certainly its own. Look whether the Redis that REDIS_URL names runs and can be reached from there; the process goes on trying, and need not be started again.';
