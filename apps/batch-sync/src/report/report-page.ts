import type { Difference, Reconciliation } from '../run/reconciliation.js';
import type { NamedDelivery, RunReport, StageReport } from '../run/run-report.js';
import { type Markup, markup } from './markup.js';
import { type Cell, countsInWords, durationInWords, inDigits, section } from './table-markup.js';

/** A run for people: one page that needs nothing beside it. */
export function reportPage(report: RunReport): string {
  const { id, integration, state } = report;
  const title = `Run ${id} of ${integration}: ${state}`;
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
${failure(report)}
${facts(report)}
${deliveries(report)}
${stages(report)}
${quarantine(report)}
${cost(report)}
${phases(report)}
${reconciliation(report)}
</body>
</html>
`;
  return page.text;
}

const failure = ({ failure: failed }: RunReport): Markup =>
  failed ? markup`<p class="failure"><strong>${failed.code}</strong> ${failed.says}</p>` : markup``;

function facts({ started, ended, options, source, pending, quarantined }: RunReport): Markup {
  const inQuarantine = quarantined.reduce((sum, { rows }) => sum + rows, 0);
  const rows: [string, Cell][] = [
    ['Began', inUtc(started)],
    [
      'Ended',
      ended ? `${inUtc(ended)}, after ${durationInWords(ended.getTime() - started.getTime())}` : 'not yet',
    ],
    ['Had to end', options.until ? inUtc(options.until) : 'when all is done'],
    ['Rows read', source.read],
    ['Rows rejected', countsInWords(source.rejected)],
    ['Still pending', pending],
    ['In quarantine', inQuarantine],
  ];
  return section('In short', ['', ''], rows);
}

const deliveries = ({ deliveries: all }: RunReport): Markup =>
  section(
    'Deliveries',
    [
      ...['Number', 'Delivery', 'Outcome', 'Read', 'Rejected', 'Inserted', 'Updated', 'Unchanged'],
      ...['Reactivated', 'Deactivated', 'Deferred', 'Held', 'Active'],
    ],
    all.map(deliveryRow),
  );

const deliveryRow = (delivery: NamedDelivery): Cell[] => [
  ...[
    delivery.delivery,
    delivery.name,
    outcomeInWords(delivery),
    delivery.read,
    countsInWords(delivery.rejected),
  ],
  ...[delivery.inserted, delivery.updated, delivery.unchanged, delivery.reactivated],
  ...[delivery.deactivated, delivery.deferred, delivery.held, delivery.activeAfter],
];

const outcomeInWords = ({ outcome }: NamedDelivery): string =>
  outcome.kind === 'applied' ? 'applied' : `refused (${outcome.code}): ${outcome.says}`;

const stages = ({ stages: all }: RunReport): Markup =>
  section(
    'Into Dataverse',
    ['Action', 'Rows of', 'Planned', 'Done', 'Reactivated', 'Refused'],
    all.map(stageRow),
  );

const stageRow = ({ action, step, planned, done, reactivated, refused }: StageReport): Cell[] => [
  ...[action, step, planned ?? 'not come to', countsInWords(done), reactivated],
  countsInWords(refused),
];

const quarantine = ({ quarantined }: RunReport): Markup =>
  section(
    'In quarantine',
    ['Rows of', 'Code', 'Rows'],
    quarantined.map(({ step, code, rows }) => [step, code, rows]),
  );

function cost({ spent, ceiling }: RunReport): Markup {
  const rows: [string, Cell][] = [
    ['Requests', spent.requests],
    ['Operations', spent.operations],
    ['Execution time', durationInWords(spent.executionMs)],
    ['Answers with 429', spent.throttled],
    ['Waited for the budget', waitsInWords(spent.waitedMs)],
  ];
  if (ceiling)
    rows.push(
      ['Rows a second', ceiling.reachedRowsPerSecond],
      ['The limits allow', `${inDigits(ceiling.rowsPerSecond)} a second (${ceiling.facet})`],
    );
  return section('Cost', ['', ''], rows);
}

const waitsInWords = (waits: RunReport['spent']['waitedMs']): string =>
  Object.entries(waits)
    .filter(([, ms]) => ms > 0)
    .map(([facet, ms]) => `${facet} ${durationInWords(ms)}`)
    .join(', ') || '–';

const phases = ({ tookMs }: RunReport): Markup =>
  section(
    'Time',
    ['Phase', 'Took'],
    Object.entries(tookMs).map(([phase, ms]) => [phase, durationInWords(ms ?? 0)]),
  );

const reconciliation = ({ reconciliation: steps }: RunReport): Markup =>
  section(
    'What Dataverse holds',
    ['Rows of', 'Held', 'Missing', 'Differing', 'Wrong state', 'Extra'],
    steps.map(reconciliationRow),
  );

function reconciliationRow(of: Reconciliation): Cell[] {
  if (of.outcome === 'not-compared')
    return [of.step, `not compared: ${of.failure.says} (${of.failure.code})`];
  return [of.step, of.held, ...[of.missing, of.differing, of.wrongState, of.extra].map(difference)];
}

const difference = ({ rows, keys }: Difference): Cell =>
  rows === 0 ? 0 : markup`<details><summary>${inDigits(rows)}</summary>${keys.map(keyLine)}</details>`;

const keyLine = (key: string): Markup => markup`<code>${key}</code><br />`;

const inUtc = (moment: Date): string => `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const STYLE = markup`
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.failure { border-left: .25rem solid #c33; padding: .5rem 1rem; }
.nothing { opacity: .7; }
`;
