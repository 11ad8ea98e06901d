import { tableOf } from '../../text-table.js';
import type { Form, Verb } from './cells.js';
import type { Cost, CostFile, TableCosts } from './cost-file.js';

/** A call should take so long: what the client steers at unless told otherwise. */
const targetMs = 2_000;

const headings = ['table', 'rows', 'by', 'request ms', 'row ms', 'r²', 'jitter', 'outliers', 'rows in 2 s'];

/** Below it, a line says little. */
const poorFit = 0.9;

/** The costs as a table for people, and what to think of them. */
export function costsInWords({ tables, network, rounds }: CostFile): string {
  const costs = Object.entries(tables).flatMap(([table, of]) =>
    costsIn(of).map((cost) => ({ table, ...cost })),
  );
  const isPoor = costs.some(({ cost: { r2 } }) => r2 !== null && r2 < poorFit);
  return [
    tableOf(headings, costs.map(costRow)),
    networkInWords(network, rounds),
    ...(isPoor ? [doubt] : []),
  ].join('\n');
}

const doubt =
  'Where r² is below 0.9, the line does not tell much: take more --rounds, or sizes that lie nearer to those that you need.';

function networkInWords({ connectMs, whoAmIMs }: CostFile['network'], rounds: number): string {
  const counted = rounds === 1 ? '1 round' : `${rounds} rounds`;
  const connection =
    connectMs === null ? 'no connection of our own was made' : `a connection takes ${ms(connectMs)} ms`;
  return `Of ${counted}, one call at a time. The network is in all of it: ${connection}, a WhoAmI ${ms(whoAmIMs)} ms.`;
}

const forms: readonly Form[] = ['single', 'batch', 'bulk'];
const verbs: readonly Verb[] = ['create', 'update'];

interface CostOf {
  form: Form;
  verb: Verb;
  cost: Cost;
}

const costsIn = (costs: TableCosts): CostOf[] =>
  forms.flatMap((form) =>
    verbs.flatMap((verb) => {
      const cost = costs[form]?.[verb];
      return cost ? [{ form, verb, cost }] : [];
    }),
  );

function costRow({ table, form, verb, cost }: CostOf & { table: string }) {
  const { requestMs, operationMs, r2, jitter, tail } = cost;
  return {
    table,
    rows: `${verb}d`,
    by: form,
    'request ms': ms(requestMs),
    'row ms': ms(operationMs),
    'r²': r2 === null ? '' : r2.toFixed(3),
    jitter: percent(jitter),
    outliers: tail.share === 0 ? '' : `${percent(tail.share)}, ${tail.factor.toFixed(1)} times`,
    'rows in 2 s': form === 'single' ? '' : rowsWithin(requestMs, operationMs),
  };
}

/** A batch holds no more than 1,000. */
const rowsWithin = (requestMs: number, operationMs: number): string =>
  String(Math.floor(Math.min(1_000, Math.max(1, (targetMs - requestMs) / Math.max(operationMs, 1e-9)))));

const ms = (value: number): string => value.toFixed(1);

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
