import { aggregateLimitExceeded, unsupportedQuery } from '../../errors.js';
import type { Row, Value } from '../../store/row.js';
import type { Table } from '../../schema/table.js';
import { bindPath, type Property } from '../bind-path.js';
import { comparableOf, toKey } from '../comparable.js';
import type { Data } from '../data.js';
import { compareKeys } from '../order.js';
import type { Aggregate, AggregateMethod } from './parse-apply.js';

/** What is made of the rows of one group: a value, in the type of a column or as a count. */
export interface BoundAggregate {
  alias: string;
  /** The property whose values these are; nothing for a count. */
  of: Property | undefined;
  compute(rows: readonly Row[]): Value;
}

/** webapi/query/aggregate-data: "The aggregate functions are limited to a collection of 50,000 records." */
const MOST_ROWS = 50_000;

export function bindAggregate(data: Data, table: Table, aggregate: Aggregate): BoundAggregate {
  const { alias } = aggregate;
  if (aggregate.method === 'count') return { alias, of: undefined, compute: (rows) => rows.length };
  const { method } = aggregate;
  const property = bindPath(data, table, aggregate.path);
  refuseUnfit(method, property);
  return { alias, of: property, compute: (rows) => COMPUTE[method](valuesOf(rows, property), property) };
}

/** Sums and averages are of numbers; the least and the greatest are of dates too. */
function refuseUnfit(method: AggregateMethod, { column }: Property): void {
  const kind = column.type === 'choice' ? 'choice' : comparableOf(column);
  const isRange = method === 'min' || method === 'max';
  if (kind !== 'number' && !(isRange && kind === 'moment'))
    throw unsupportedQuery(`'${column.name}' cannot be aggregated with ${method}`);
}

const COMPUTE: Record<AggregateMethod, (values: readonly Value[], property: Property) => Value> = {
  sum: (values) => (values.length === 0 ? null : sum(values)),
  average: (values) => (values.length === 0 ? null : sum(values) / values.length),
  min: (values, property) => extreme(values, property, -1),
  max: (values, property) => extreme(values, property, 1),
};

const sum = (values: readonly Value[]) => values.reduce<number>((total, value) => total + Number(value), 0);

function extreme(values: readonly Value[], { column }: Property, sign: number): Value {
  const key = (value: Value) => toKey(comparableOf(column), value);
  return values.reduce<Value>(
    (best, value) => (best === null || compareKeys(key(value), key(best)) * sign > 0 ? value : best),
    null,
  );
}

const valuesOf = (rows: readonly Row[], { read }: Property): Value[] =>
  rows.map(read).filter((value) => value !== null);

/** @throws DataverseError 0x8004e023 above 50,000 rows */
export function takeAll(rows: Iterable<Row>): Row[] {
  const taken: Row[] = [];
  for (const row of rows) {
    if (taken.length === MOST_ROWS) throw aggregateLimitExceeded();
    taken.push(row);
  }
  return taken;
}
