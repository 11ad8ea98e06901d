import { type KeptBudget, type LedgerReport, lanesByRank, minutesToThrottling } from '#lib/resilience';
import {
  type FacetView,
  forecastTold,
  type LaneView,
  type LimitsView,
  type SpenderView,
} from './limits-view.js';

/** How a budget stands that several processes share, by what its ledger tells. */
export function viewOfReport(
  { environment, applicationUser, report }: KeptBudget,
  operationsPerDay: number | undefined,
): LimitsView {
  const { view, recommendedConcurrency } = report;
  const lanes = lanesByRank.map((lane) => laneOf(lane, report));
  return {
    title: `application user ${applicationUser} of ${environment}`,
    facets: facetsOf(report, lanes),
    lanes,
    spenders: report.members.map((member) => spenderOf(member, report)),
    notes: notesOf(report),
    operations: { ofLastDay: view.operations, allowed: operationsPerDay },
    hints: recommendedConcurrency === undefined ? {} : { recommendedConcurrency },
  };
}

function facetsOf(report: LedgerReport, lanes: readonly LaneView[]): FacetView[] {
  const { limits, spent, inFlight, setAsideMs, heldBack } = report.view;
  const forecast = minutesToThrottling(report);
  return [
    {
      facet: 'requests',
      limit: limits.requests,
      usedRatio: (spent.requests + inFlight) / limits.requests,
      heldBackRatio: heldBack.requests / limits.requests,
      throttlingInMinutes: forecastTold(forecast.requests, lanes),
    },
    {
      facet: 'executionTime',
      limit: limits.executionMs / 1_000,
      usedRatio: (spent.executionMs + setAsideMs) / limits.executionMs,
      heldBackRatio: heldBack.executionMs / limits.executionMs,
      throttlingInMinutes: forecastTold(forecast.executionTime, lanes),
    },
    {
      facet: 'concurrency',
      limit: limits.concurrency,
      usedRatio: inFlight / limits.concurrency,
      heldBackRatio: 0,
      throttlingInMinutes: forecastTold(forecast.concurrency, lanes),
    },
  ];
}

function laneOf(lane: LaneView['lane'], { view, waiting, settings }: LedgerReport): LaneView {
  const { requests, executionMs } = view.rates[lane];
  const { processes, longestMs } = waiting[lane];
  return {
    lane,
    requestsPerSecond: requests,
    executionSecondsPerSecond: executionMs / 1_000,
    waiting: { processes, longestSeconds: longestMs / 1_000 },
    reserveRatio: settings.reserves[lane],
  };
}

function spenderOf(
  { id, own, heardAgoMs }: LedgerReport['members'][number],
  { view: { limits }, settings }: LedgerReport,
): SpenderView {
  return {
    name: `process ${id}`,
    requestsRatio: own.requests / limits.requests,
    executionTimeRatio: own.executionMs / limits.executionMs,
    standing: standingOf(heardAgoMs, settings.graceMs),
    heardSecondsAgo: heardAgoMs === undefined ? undefined : heardAgoMs / 1_000,
  };
}

function standingOf(heardAgoMs: number | undefined, graceMs: number): string {
  if (heardAgoMs === undefined) return 'works alone';
  return heardAgoMs < graceMs ? `heard ${seconds(heardAgoMs)} ago` : `silent for ${seconds(heardAgoMs)}`;
}

function notesOf(report: LedgerReport): string[] {
  const { block, isRecovering, view } = report;
  return [
    ...(isRecovering ? [recoveryOf(report)] : []),
    ...(block ? [`A 429 (${block.facet}) holds everybody back for ${seconds(block.forMs)} more.`] : []),
    ...(view.callScale < 1
      ? [`Batches are to be smaller, ${Math.round(view.callScale * 100)} % of their size.`]
      : []),
  ];
}

/** `Recovery` of the ledger, told to people. What it goes by, whether any of them has a past, is not in the report. */
function recoveryOf({ members, settings: { processes, windowMs, leaseMs } }: LedgerReport): string {
  const mattersFor = `${Math.ceil((windowMs + leaseMs) / 1_000)} s`;
  const heard =
    members.length < processes
      ? `${members.length} of ${processes} processes have spoken, and for the others it waits a few seconds if nothing was spent before`
      : `${members.length} processes have spoken, but not ${processes} that have been there for long enough to know it all`;
  return `The ledger is new and does not know yet what was spent before it began: ${heard}. If one before it was lost, it waits for ${processes} that have been there for more than ${mattersFor}, and until it is ${mattersFor} old at the latest. Meanwhile each process keeps to what is certainly its own: one that is young or was idle may stand still until then.`;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
