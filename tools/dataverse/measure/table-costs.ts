import type { Form, Sample, Verb } from './cells.js';
import type { TableCosts } from './cost-file.js';
import { fitCost } from './fit-cost.js';

/** What each table costs, by its samples; a table without bulk messages has no `bulk`. */
export function tableCosts(samples: readonly Sample[]): Record<string, TableCosts> {
  const tables = [...new Set(samples.map(({ table }) => table))];
  return Object.fromEntries(
    tables.map((table) => [table, costsOf(samples.filter((sample) => sample.table === table))]),
  );
}

/**
 * A request of its own always has one row, which cannot tell what of it the request costs and what the row: it is taken to be
 * what the request of a batch costs.
 */
function costsOf(samples: readonly Sample[]): TableCosts {
  const [batch, bulk] = [formOf(samples, 'batch'), formOf(samples, 'bulk')];
  if (!batch) throw new RangeError('A table is measured in batches, too.');
  return {
    single: {
      create: fitCost(samplesOf(samples, 'single', 'create'), batch.create.requestMs),
      update: fitCost(samplesOf(samples, 'single', 'update'), batch.update.requestMs),
    },
    batch,
    ...(bulk && { bulk }),
  };
}

function formOf(samples: readonly Sample[], form: Form): TableCosts['batch'] | undefined {
  if (!samples.some((sample) => sample.form === form)) return undefined;
  return {
    create: fitCost(samplesOf(samples, form, 'create')),
    update: fitCost(samplesOf(samples, form, 'update')),
  };
}

const samplesOf = (samples: readonly Sample[], form: Form, verb: Verb): Sample[] =>
  samples.filter((sample) => sample.form === form && sample.verb === verb);
