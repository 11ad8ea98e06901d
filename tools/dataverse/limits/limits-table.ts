import { tableOf } from '../../text-table.js';
import {
  type FacetView,
  isAnyWaiting,
  type LaneView,
  type LimitsView,
  type SpenderView,
  type Waiting,
} from './limits-view.js';

/** All of it, for a terminal. */
export function limitsTable({
  title,
  facets,
  lanes,
  spenders,
  notes,
  operations,
  hints,
}: LimitsView): string {
  return [
    title,
    tableOf(['limit', 'of', 'used', 'share', 'held back', 'throttling'], facets.map(facetRowBeside(lanes))),
    tableOf(['lane', 'requests/s', 'execution s/s', 'waiting', 'reserve'], lanes.map(laneRow)),
    tableOf(['who spends', 'requests', 'execution time', 'standing'], spenders.map(spenderRow)),
    ...notes,
    `Operations of the last 24 hours: ${operationsInWords(operations)}`,
    ...hintsInWords(hints),
  ].join('\n');
}

/** The same in one line, for a log. */
export function limitsLine({ title, facets, lanes, spenders, notes }: LimitsView): string {
  const used = facets.map(
    ({ facet, usedRatio, throttlingInMinutes }) =>
      `${words[facet]} ${percent(usedRatio)}, throttling ${forecastInWords(throttlingInMinutes, lanes)}`,
  );
  const all = [...used, ...lanes.map(laneInWords), ...spenders.map(spenderInWords)];
  return [`${title}: ${all.join('; ')}.`, ...notes].join(' ');
}

function laneInWords({
  lane,
  requestsPerSecond,
  executionSecondsPerSecond,
  waiting,
  reserveRatio,
}: LaneView): string {
  const rates = `${requestsPerSecond.toFixed(2)} requests/s, ${executionSecondsPerSecond.toFixed(2)} execution s/s`;
  const reserve = reserveRatio === 0 ? '' : `, reserve ${percent(reserveRatio)}`;
  return `${lane} ${rates}, waiting ${waitingInWords(waiting)}${reserve}`;
}

function spenderInWords({ name, requestsRatio, executionTimeRatio, standing }: SpenderView): string {
  const spent = `${name} ${percent(requestsRatio)} of the requests, ${percent(executionTimeRatio)} of the execution time`;
  return standing === '' ? spent : `${spent}, ${standing}`;
}

const words = { requests: 'requests', executionTime: 'execution time', concurrency: 'at a time' };

const facetRowBeside =
  (lanes: readonly LaneView[]) =>
  ({ facet, limit, usedRatio, heldBackRatio, throttlingInMinutes }: FacetView) => ({
    limit: words[facet],
    of: facet === 'executionTime' ? `${figure(limit)} s` : figure(limit),
    used: percent(usedRatio),
    share: bar(usedRatio),
    'held back': heldBackRatio === 0 ? '' : percent(heldBackRatio),
    throttling: forecastInWords(throttlingInMinutes, lanes),
  });

const laneRow = ({
  lane,
  requestsPerSecond,
  executionSecondsPerSecond,
  waiting,
  reserveRatio,
}: LaneView) => ({
  lane,
  'requests/s': requestsPerSecond.toFixed(2),
  'execution s/s': executionSecondsPerSecond.toFixed(2),
  waiting: waitingInWords(waiting),
  reserve: reserveRatio === 0 ? '' : percent(reserveRatio),
});

const spenderRow = ({ name, requestsRatio, executionTimeRatio, standing }: SpenderView) => ({
  'who spends': name,
  requests: percent(requestsRatio),
  'execution time': percent(executionTimeRatio),
  standing,
});

const barLength = 20;

function bar(ratio: number): string {
  const filled = Math.round(Math.min(Math.max(ratio, 0), 1) * barLength);
  return '█'.repeat(filled) + '░'.repeat(barLength - filled);
}

function forecastInWords(minutes: FacetView['throttlingInMinutes'], lanes: readonly LaneView[]): string {
  if (minutes === undefined) return isAnyWaiting(lanes) ? 'calls wait' : 'not known';
  if (minutes === null) return 'never at this rate';
  if (minutes === 0) return 'now';
  return minutes < 1 ? 'within a minute' : `in ${Math.floor(minutes)} min`;
}

function waitingInWords(waiting: Waiting): string {
  if ('requests' in waiting) return String(waiting.requests);
  const { processes, longestSeconds } = waiting;
  if (processes === 0) return '0';
  return `in ${processes} ${processes === 1 ? 'process' : 'processes'}, up to ${longestSeconds.toFixed(1)} s`;
}

function operationsInWords({ ofLastDay, allowed }: LimitsView['operations']): string {
  if (allowed === undefined) return `${figure(ofLastDay)}; no entitlement is set to compare them with.`;
  return `${figure(ofLastDay)} of ${figure(allowed)} (${percent(ofLastDay / allowed)}).`;
}

const hintWords: Record<string, string> = {
  requestsRemaining: 'requests left',
  executionSecondsRemaining: 's of execution time left',
  recommendedConcurrency: 'at a time recommended',
};

/** Display only: each is what one of the service's servers believes. */
function hintsInWords(hints: LimitsView['hints']): string[] {
  const told = Object.entries(hints).map(([hint, value]) => `${figure(value)} ${hintWords[hint] ?? hint}`);
  return told.length === 0 ? [] : [`Dataverse said last: ${told.join(', ')}.`];
}

const figure = (value: number): string => Math.round(value).toLocaleString('en-GB');

const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio < 0.1 ? 1 : 0)} %`;
