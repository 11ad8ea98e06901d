import { tableOf } from '../text-table.js';
import type { Form, Verb } from './cells.js';
import type { Cost, CostFile, TableCosts } from './cost-file.js';

/** A call should take so long: what the client steers at unless told otherwise. */
const targetMs = 2_000;

const headings = ['table', 'rows', 'by', 'request ms', 'row ms', 'r²', 'jitter', 'outliers', 'rows in 2 s'];

/** The costs as a table for people, with what the network has to do with them. */
export function costsInWords({ tables, network, rounds }: CostFile): string {
  const rows = Object.entries(tables).flatMap(([table, costs]) =>
    costRows(costs).map((row) => ({ table, ...row })),
  );
  const { connectMs, whoAmIMs } = network;
  const connection =
    connectMs === null ? 'no connection of our own was made' : `a connection takes ${ms(connectMs)} ms`;
  return [
    tableOf(headings, rows),
    `Of ${rounds} rounds, one call at a time. The network is in all of it: ${connection}, a WhoAmI ${ms(whoAmIMs)} ms.`,
  ].join('\n');
}

const forms: readonly Form[] = ['single', 'batch', 'bulk'];
const verbs: readonly Verb[] = ['create', 'update'];

const costRows = (costs: TableCosts) =>
  forms.flatMap((form) =>
    verbs.flatMap((verb) => {
      const cost = costs[form]?.[verb];
      return cost ? [costRow(form, verb, cost)] : [];
    }),
  );

const costRow = (form: Form, verb: Verb, { requestMs, operationMs, r2, jitter, tail }: Cost) => ({
  rows: `${verb}d`,
  by: form,
  'request ms': ms(requestMs),
  'row ms': ms(operationMs),
  'r²': r2 === null ? '' : r2.toFixed(3),
  jitter: percent(jitter),
  outliers: tail.share === 0 ? '' : `${percent(tail.share)}, ${tail.factor.toFixed(1)} times`,
  'rows in 2 s': form === 'single' ? '' : rowsWithin(requestMs, operationMs),
});

/** A batch holds no more than 1,000. */
const rowsWithin = (requestMs: number, operationMs: number): string =>
  String(Math.floor(Math.min(1_000, Math.max(1, (targetMs - requestMs) / Math.max(operationMs, 1e-9)))));

const ms = (value: number): string => value.toFixed(1);

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
