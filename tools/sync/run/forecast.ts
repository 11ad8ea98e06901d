import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import { durationInWords, inDigits } from '../../../apps/batch-sync/src/report/table-markup.js';
import type { Forecast } from '../../../apps/batch-sync/src/run/forecast/forecast.js';
import { writeJson } from '../../json-file.js';
import { tableOf } from '../../text-table.js';
import type { Opened } from '../with-sync.js';
import { whileLanded } from './land-files.js';
import { refusalsInWords, sourceInWords } from './run-in-words.js';
import type { RunFlags } from './run-flags.js';

/** Says what a run would do. What it had to land for that is taken away again; the folder of the drop is left alone. */
export const forecast = (
  { sync: { runs, staging }, signal }: Opened,
  integration: Integration,
  { from, approveDeactivations: goneApproved, json }: RunFlags,
): Promise<number> =>
  whileLanded(staging, integration, { from, signal }, async (deliveries, refusals) => {
    const found = await runs.forecast(integration.name, deliveries, { goneApproved });
    if (json !== '-') process.stdout.write(`${forecastInWords(found)}\n`);
    if (json) await writeJson(json, found);
    for (const { says } of refusals) process.stderr.write(`${says}\n`);
    const isRefused = found.deliveries.some(({ outcome }) => outcome.kind === 'refused');
    return isRefused || refusals.length > 0 ? 1 : 0;
  });

function forecastInWords({ deliveries, source, stages, ...total }: Forecast): string {
  const rows = stages.map((stage) => ({
    ...stage,
    rows: inDigits(stage.rows),
    requests: inDigits(stage.requests),
    execution: durationInWords(stage.executionMs),
  }));
  return [
    ...refusalsInWords(deliveries),
    `source     ${sourceInWords(source)}`,
    tableOf(['action', 'step', 'rows', 'requests', 'execution'], rows),
    `operations ${inDigits(total.operations)}`,
    `requests   ${inDigits(total.requests)}`,
    `at least   ${durationInWords(total.atLeastMs)}, by the limit of ${total.facet}`,
    'Nothing was done.',
  ].join('\n');
}
