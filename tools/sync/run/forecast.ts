import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import { durationInWords, inDigits } from '../../../apps/batch-sync/src/report/table-markup.js';
import type { Forecast } from '../../../apps/batch-sync/src/run/forecast/forecast.js';
import { writeJson } from '../../json-file.js';
import { tableOf } from '../../text-table.js';
import type { Opened } from '../with-sync.js';
import { landFiles } from './land-files.js';
import type { RunFlags } from './run-flags.js';

/** Says what a run would do. What it had to land for that is taken away again; the folder of the drop is left alone. */
export async function forecast(
  { sync }: Opened,
  integration: Integration,
  { from, approveDeactivations: goneApproved, json }: RunFlags,
): Promise<number> {
  const { runs, staging } = sync;
  const { name } = integration;
  await staging.prepare(integration);
  const before = await staging.waiting(integration);
  const files = from === undefined ? [] : await landFiles(staging, integration, from);
  const landed = files.flatMap((file) => ('delivery' in file ? file.delivery : []));
  try {
    const found = await runs.forecast(name, [...before, ...landed], { goneApproved });
    if (json !== '-') process.stdout.write(`${forecastInWords(found)}\n`);
    if (json) await writeJson(json, found);
    const unread = files.flatMap((file) => ('refusal' in file ? file.refusal : []));
    for (const { says } of unread) process.stderr.write(`${says}\n`);
    const isRefused = found.deliveries.some(({ outcome }) => outcome.kind === 'refused');
    return isRefused || unread.length > 0 ? 1 : 0;
  } finally {
    for (const delivery of landed) await staging.discard(integration, delivery);
  }
}

function forecastInWords({ deliveries, stages, ...total }: Forecast): string {
  const refused = deliveries.flatMap(({ name, outcome }) =>
    outcome.kind === 'refused' ? [`refused    ${name}: ${outcome.says} (${outcome.code})`] : [],
  );
  const rows = stages.map((stage) => ({
    ...stage,
    rows: inDigits(stage.rows),
    requests: inDigits(stage.requests),
    execution: durationInWords(stage.executionMs),
  }));
  return [
    ...refused,
    tableOf(['action', 'step', 'rows', 'requests', 'execution'], rows),
    `operations ${inDigits(total.operations)}`,
    `requests   ${inDigits(total.requests)}`,
    `at least   ${durationInWords(total.atLeastMs)}, by the limit of ${total.facet}`,
    'Nothing was done.',
  ].join('\n');
}
