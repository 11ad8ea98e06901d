import { type KeptBudget, type LedgerReport, lanesByRank, minutesToThrottling } from '#lib/resilience';
import type { FacetView, LaneView, LimitsView, SpenderView } from './limits-view.js';

/** How a budget stands that several processes share, by what its ledger tells. */
export function viewOfReport(
  { environment, applicationUser, report }: KeptBudget,
  operationsPerDay: number | undefined,
): LimitsView {
  const { view, recommendedConcurrency } = report;
  return {
    title: `application user ${applicationUser} of ${environment}`,
    facets: facetsOf(report),
    lanes: lanesByRank.map((lane) => laneOf(lane, report)),
    spenders: report.members.map((member) => spenderOf(member, report)),
    notes: notesOf(report),
    operations: { ofLastDay: view.operations, allowed: operationsPerDay },
    hints: recommendedConcurrency === undefined ? {} : { recommendedConcurrency },
  };
}

function facetsOf(report: LedgerReport): FacetView[] {
  const { limits, spent, inFlight, setAsideMs, heldBack } = report.view;
  const forecast = minutesToThrottling(report);
  return [
    {
      facet: 'requests',
      limit: limits.requests,
      usedRatio: (spent.requests + inFlight) / limits.requests,
      heldBackRatio: heldBack.requests / limits.requests,
      throttlingInMinutes: forecast.requests,
    },
    {
      facet: 'executionTime',
      limit: limits.executionMs / 1_000,
      usedRatio: (spent.executionMs + setAsideMs) / limits.executionMs,
      heldBackRatio: heldBack.executionMs / limits.executionMs,
      throttlingInMinutes: forecast.executionTime,
    },
    {
      facet: 'concurrency',
      limit: limits.concurrency,
      usedRatio: inFlight / limits.concurrency,
      heldBackRatio: 0,
      throttlingInMinutes: forecast.concurrency,
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
    waiting:
      processes === 0
        ? '0'
        : `in ${processes} ${processes === 1 ? 'process' : 'processes'}, up to ${seconds(longestMs)}`,
    reserveRatio: settings.reserves[lane],
  };
}

function spenderOf(
  { id, own, heardAgoMs }: LedgerReport['members'][number],
  { view: { limits }, settings }: LedgerReport,
): SpenderView {
  return {
    name: `process ${id.slice(0, 8)}`,
    requestsRatio: own.requests / limits.requests,
    executionTimeRatio: own.executionMs / limits.executionMs,
    standing: standingOf(heardAgoMs, settings.graceMs),
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

const recoveryOf = ({ members, settings }: LedgerReport): string =>
  `The ledger is new and does not know yet what all were spending: ${members.length} of ${settings.processes} processes have spoken, and each keeps to what is certainly its own.`;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
