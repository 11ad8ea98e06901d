import type { Row } from '../../store/row.js';
import type { ParameterAliases } from '../parameter-aliases.js';
import { byId } from '../related-rows.js';
import { bindCondition } from './bind-filter.js';
import type { Comparison, Expression } from './expression.js';
import { parseFilter } from './parse-filter.js';
import type { Predicate, Scope } from './scope.js';

/** A `$filter`, ready for use. */
export interface Filter {
  passes: Predicate;
  /** The only rows that can pass, where an index tells, in the order of their ids. */
  candidates?: () => readonly Row[];
}

/** @throws DataverseError for what is no filter, for unknown columns and types that do not fit */
export function readFilter(text: string, scope: Scope, aliases: ParameterAliases | 'none'): Filter {
  const expression = parseFilter(text, aliases);
  const passes = bindCondition(scope, expression);
  const candidates = findCandidates(expression, scope);
  return candidates ? { passes, candidates } : { passes };
}

/** An equality with the primary id, with the only column of an alternate key or with a lookup leaves few rows to look at. */
function findCandidates(expression: Expression, scope: Scope): (() => readonly Row[]) | undefined {
  const conditions = expression.kind === 'and' ? expression.parts : [expression];
  for (const condition of conditions) {
    const find = condition.kind === 'comparison' ? indexed(condition, scope) : undefined;
    if (find) return find;
  }
  return undefined;
}

function indexed({ operator, left, right }: Comparison, scope: Scope): (() => readonly Row[]) | undefined {
  const { table, store } = scope;
  if (operator !== 'eq' || left.kind !== 'path' || right.kind !== 'literal') return undefined;
  const { literal } = right;
  const [name = '', ...more] = left.path;
  if (more.length > 0) return undefined;
  if (literal.kind === 'guid')
    return name === table.primaryId
      ? () => present(store.get(table, literal.value))
      : referring(scope, name, literal.value);
  const key = table.keyOf([name]);
  return key && literal.kind === 'string'
    ? () => present(store.findByKey(table, key, { [name]: literal.value }))
    : undefined;
}

/** A lookup of several tables is a relationship with each of them. */
function referring({ table, tables, store }: Scope, property: string, id: string) {
  const column = table.columnsByProperty.get(property);
  if (column?.type !== 'lookup') return undefined;
  const relationships = tables.relationships.filter(
    ({ referencing, column: lookup }) => referencing.name === table.name && lookup.name === column.name,
  );
  return () => relationships.flatMap((relationship) => store.referring(relationship, id)).sort(byId);
}

const present = (row: Row | undefined): Row[] => (row ? [row] : []);
