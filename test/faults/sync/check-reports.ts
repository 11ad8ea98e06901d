import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import type { Finding } from '../finding.js';
import type { ExpectedRun } from './expected.js';

/** Runs in their order, and what each of them must have told. */
export function checkReports(reports: readonly RunReport[], expected: readonly ExpectedRun[]): Finding[] {
  const findings = expected.flatMap((run, index) => {
    const report = reports[index];
    const name = `run ${index + 1} of ${expected.length} (${run.integration})`;
    return report ? checkReport(name, report, run) : [misreported(`${name} is not there`)];
  });
  const more = reports.slice(expected.length);
  return [
    ...findings,
    ...more.map(({ integration }) => misreported(`there is one more run of ${integration}`)),
  ];
}

function checkReport(name: string, report: RunReport, expected: ExpectedRun): Finding[] {
  const tells = toldOf(report);
  const should = shouldTell(expected);
  return [...new Set([...Object.keys(tells), ...Object.keys(should)])]
    .filter((figure) => tells[figure] !== should[figure])
    .map((figure) =>
      misreported(`${name}: ${figure} is ${tells[figure] ?? 'not told'} and not ${should[figure] ?? 'told'}`),
    );
}

const misreported = (what: string): Finding => ({ kind: 'misreported', what });

type Figures = Record<string, string | number>;

function shouldTell({ source, stages, quarantined, inDataverse, integration }: ExpectedRun): Figures {
  const { rejected, ...counts } = source;
  return {
    state: 'done',
    integration,
    deliveries: 1,
    pending: 0,
    ...named('source', counts),
    ...named('rejected', rejected),
    ...named('in quarantine', quarantined),
    ...Object.assign(
      {},
      ...stages.map(({ action, step, refused, ...figures }) => ({
        ...named(`${action} ${step}`, figures),
        ...named(`${action} ${step} refused`, refused),
      })),
    ),
    ...named('in Dataverse', inDataverse),
  };
}

function toldOf({ state, integration, deliveries, pending, source, ...report }: RunReport): Figures {
  const { rejected, ...counts } = source;
  const { stages, quarantined, reconciliation } = report;
  return {
    ...{ state, integration, deliveries: deliveries.length, pending },
    ...named('source', counts),
    ...named('rejected', rejected),
    ...named(
      'in quarantine',
      Object.fromEntries(quarantined.map(({ step, code, rows }) => [`${step}: ${code}`, rows])),
    ),
    ...Object.assign(
      {},
      ...stages.map(({ action, step, planned = -1, done, reactivated, refused }) => ({
        ...named(`${action} ${step}`, { planned, done: sumOf(done), reactivated }),
        ...named(`${action} ${step} refused`, refused),
      })),
    ),
    ...Object.assign({}, ...reconciliation.map(comparisonOf)),
  };
}

/** Whatever differs is a figure that nobody expects. */
function comparisonOf(compared: RunReport['reconciliation'][number]): Figures {
  const { step } = compared;
  if (compared.outcome === 'not-compared') return { [`in Dataverse: ${step}`]: 'not compared' };
  const { held, missing, differing, wrongState, extra } = compared;
  const differences = Object.entries({ missing, differing, wrongState, extra }).filter(
    ([, { rows }]) => rows > 0,
  );
  return {
    [`in Dataverse: ${step}`]: held,
    ...Object.fromEntries(differences.map(([what, { rows }]) => [`${step} ${what}`, rows])),
  };
}

const named = (prefix: string, figures: Readonly<Record<string, number | undefined>>): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [`${prefix}: ${name}`, figure ?? 0]));

const sumOf = (counts: Readonly<Record<string, number | undefined>>): number =>
  Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
