import type { Difference, Reconciliation } from '../../../apps/batch-sync/src/run/reconciliation.js';
import type { RunReport, StageReport } from '../../../apps/batch-sync/src/run/run-report.js';
import {
  countsInWords,
  durationInWords,
  inDigits,
} from '../../../apps/batch-sync/src/report/table-markup.js';

/** A run as a person reads it at a terminal. */
export function runInWords(report: RunReport): string {
  const { id, integration, state, failure, started, ended } = report;
  const took = ended ? ` in ${durationInWords(ended.getTime() - started.getTime())}` : '';
  return [
    `run        ${id} of ${integration} ${state}${took}${failure ? `: ${failure.says} (${failure.code})` : ''}`,
    `deliveries ${deliveriesInWords(report.deliveries)}`,
    ...refusalsInWords(report.deliveries),
    `source     ${sourceInWords(report.source)}`,
    ...report.stages.map((stage) => `${stage.action.padEnd(10)} ${stageInWords(stage)}`),
    `left       ${left(report)}`,
    `cost       ${cost(report)}`,
    ...report.reconciliation.map((step) => `holds      ${reconciled(step)}`),
  ].join('\n');
}

/** By the numbers by which history and rejects name them. */
const deliveriesInWords = (deliveries: RunReport['deliveries']): string =>
  deliveries.map(({ delivery, name }) => `${delivery} (${name})`).join(', ') || '–';

/** A line for each delivery of which nothing was accepted. */
export const refusalsInWords = (deliveries: RunReport['deliveries']): string[] =>
  deliveries.flatMap(({ name, outcome }) =>
    outcome.kind === 'refused' ? [`refused    ${name}: ${outcome.says} (${outcome.code})`] : [],
  );

/** What the deliveries lead to among the accepted rows. */
export function sourceInWords({ read, rejected, ...others }: RunReport['source']): string {
  const { accepted: _, ...changes } = others;
  return `read ${inDigits(read)}, rejected ${countsInWords(rejected)}, ${countsInWords(changes)}`;
}

function stageInWords({ step, done, reactivated, refused }: StageReport): string {
  const counts = Object.entries(refused).map(([code, rows]) => [`refused (${code})`, rows] as const);
  return `${step}: ${countsInWords({ ...done, reactivated, ...Object.fromEntries(counts) })}`;
}

const left = ({ pending, quarantined }: RunReport): string =>
  `pending ${inDigits(pending)}, in quarantine ${inDigits(quarantined.reduce((sum, { rows }) => sum + rows, 0))}`;

function cost({ spent, ceiling }: RunReport): string {
  const { requests, operations, throttled } = spent;
  const reached = ceiling
    ? `, ${inDigits(ceiling.reachedRowsPerSecond)} rows/s of ${inDigits(ceiling.rowsPerSecond)} (${ceiling.facet})`
    : '';
  return `${inDigits(requests)} requests, ${inDigits(operations)} operations, ${inDigits(throttled)} × 429${reached}`;
}

function reconciled(of: Reconciliation): string {
  if (of.outcome === 'not-compared')
    return `${of.step}: not compared, ${of.failure.says} (${of.failure.code})`;
  const { step, held, missing, differing, wrongState, extra } = of;
  const differences = { missing, differing, 'in a wrong state': wrongState, extra };
  const found = Object.entries(differences).filter(([, { rows }]) => rows > 0);
  const words = found.map(([kind, difference]) => `${kind} ${differenceInWords(difference)}`);
  return `${step}: ${inDigits(held)} rows, ${words.join(', ') || 'all as accepted'}`;
}

const differenceInWords = ({ rows, keys }: Difference): string =>
  `${inDigits(rows)} (${keys.slice(0, 3).join(', ')}${rows > 3 ? ', …' : ''})`;
