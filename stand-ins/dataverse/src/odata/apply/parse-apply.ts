import { missing } from '../../not-implemented.js';
import type { Path } from '../filter/expression.js';
import { splitOutside } from '../split-outside.js';
import { syntaxErrorAt } from '../syntax-error.js';

/** An `$apply` as it is written: what is let through, how it is grouped, and what is made of each group. */
export interface Apply {
  /** The texts of its `filter(...)`: all of them hold. */
  filters: readonly string[];
  /** Nothing when the rows are one group. */
  groupBy: readonly Path[] | undefined;
  aggregates: readonly Aggregate[];
}

export type Aggregate =
  { method: 'count'; alias: string } | { method: AggregateMethod; path: Path; alias: string };

export type AggregateMethod = 'sum' | 'min' | 'max' | 'average';

const STEP = /^(\w+)\s*\((.*)\)$/s;
const GROUP_BY = /^\(([^()]*)\)\s*(?:,\s*aggregate\s*\((.*)\))?$/s;
const PATH = /^[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*$/;
const COUNT = /^\$count\s+as\s+([A-Za-z_]\w*)$/;
const AGGREGATE = /^([\w/]+)\s+with\s+(\w+)\s+as\s+([A-Za-z_]\w*)$/;
const METHODS: ReadonlySet<string> = new Set(['sum', 'min', 'max', 'average']);

/**
 * Reads the transformations that webapi/query/aggregate-data has examples of: `filter(...)`, then `groupby(...)` or `aggregate(...)`.
 *
 * @throws DataverseError 400 for what is no `$apply`, 501 for other transformations, orders of them and methods
 */
export function parseApply(text: string): Apply {
  const steps = splitOutside(text, '/').map((step) => readStep(step, text));
  const last = steps.at(-1);
  const filters = steps.slice(0, -1);
  if (!last || last.name === 'filter' || filters.some(({ name }) => name !== 'filter'))
    throw missing('applyForms', text);
  const before = filters.map(({ inside }) => inside);
  if (last.name === 'aggregate')
    return { filters: before, groupBy: undefined, aggregates: readAggregates(last.inside) };
  return { filters: before, ...readGroupBy(last.inside) };
}

function readStep(step: string, text: string) {
  const [, name = '', inside = ''] = STEP.exec(step) ?? [];
  if (name === '') throw syntaxErrorAt(text.indexOf(step), text);
  if (!['filter', 'groupby', 'aggregate'].includes(name)) throw missing('applyForms', name);
  return { name, inside: inside.trim() };
}

function readGroupBy(inside: string): Pick<Apply, 'groupBy' | 'aggregates'> {
  const [, columns = '', aggregates] = GROUP_BY.exec(inside) ?? [];
  const groupBy = columns.split(',').map((column) => readPath(column.trim(), inside));
  return { groupBy, aggregates: aggregates === undefined ? [] : readAggregates(aggregates) };
}

const readAggregates = (text: string): Aggregate[] =>
  splitOutside(text, ',').map((item) => readAggregate(item, text));

function readAggregate(item: string, text: string): Aggregate {
  const [, counted] = COUNT.exec(item) ?? [];
  if (counted) return { method: 'count', alias: counted };
  const [, path = '', method = '', alias = ''] = AGGREGATE.exec(item) ?? [];
  if (alias === '') throw syntaxErrorAt(text.indexOf(item), text);
  if (!METHODS.has(method)) throw missing('applyForms', method);
  return { method: method as AggregateMethod, path: readPath(path, text), alias };
}

function readPath(path: string, text: string): Path {
  if (!PATH.test(path)) throw syntaxErrorAt(Math.max(0, text.indexOf(path)), text);
  return path.split('/');
}
