import { incompatibleTypes, invalidQuery, unsupportedQuery } from '../../errors.js';
import { missing } from '../../not-implemented.js';
import { bindPath, type Property } from '../bind-path.js';
import {
  comparableOf,
  comparableOfLiteral,
  edmType,
  edmTypeOfLiteral,
  toKey,
  type Key,
} from '../comparable.js';
import type { Literal } from '../literal.js';
import type { Comparison, ComparisonOperator } from './expression.js';
import { pathIn, type Predicate, type Scope } from './scope.js';

type Compare = (left: string | number | boolean, right: string | number | boolean) => boolean;

const OPERATORS: Record<ComparisonOperator, { kind: string; flipped: ComparisonOperator; compare: Compare }> =
  {
    eq: { kind: 'Equal', flipped: 'eq', compare: (left, right) => left === right },
    ne: { kind: 'NotEqual', flipped: 'ne', compare: (left, right) => left !== right },
    gt: { kind: 'GreaterThan', flipped: 'lt', compare: (left, right) => left > right },
    ge: { kind: 'GreaterThanOrEqual', flipped: 'le', compare: (left, right) => left >= right },
    lt: { kind: 'LessThan', flipped: 'gt', compare: (left, right) => left < right },
    le: { kind: 'LessThanOrEqual', flipped: 'ge', compare: (left, right) => left <= right },
  };

/** A property against a value, on whichever side it stands, or two columns of one row. */
export function bindComparison(scope: Scope, { operator, left, right }: Comparison): Predicate {
  if (left.kind === 'literal') {
    if (right.kind === 'literal') throw missing('filterForms', 'a comparison without a property');
    const { flipped } = OPERATORS[operator];
    return bindComparison(scope, { kind: 'comparison', operator: flipped, left: right, right: left });
  }
  const property = bindPath(scope, scope.table, pathIn(scope, left.path));
  if (right.kind === 'literal') return withLiteral(property, operator, right.literal);
  return withColumn(property, operator, bindPath(scope, scope.table, pathIn(scope, right.path)));
}

function withLiteral(property: Property, operator: ComparisonOperator, literal: Literal): Predicate {
  const { column, read } = property;
  if (literal.kind === 'null') return withNull(read, operator);
  const comparable = comparableOf(column);
  if (comparable !== comparableOfLiteral(literal) || !isOrdered(comparable, operator))
    throw incompatibleTypes(edmType(column), edmTypeOfLiteral(literal), OPERATORS[operator].kind);
  const sought = literalKey(literal);
  return against((row) => toKey(comparable, read(row)), operator, sought);
}

/** A row without a value differs from every value; it is neither greater nor less than any. */
function against(
  read: (row: Parameters<Predicate>[0]) => Key,
  operator: ComparisonOperator,
  sought: string | number | boolean,
): Predicate {
  if (operator === 'eq') return (row) => read(row) === sought;
  if (operator === 'ne') return (row) => read(row) !== sought;
  const { compare } = OPERATORS[operator];
  return (row) => {
    const key = read(row);
    return key !== null && compare(key, sought);
  };
}

function withNull(read: Property['read'], operator: ComparisonOperator): Predicate {
  if (operator === 'eq') return (row) => read(row) === null;
  if (operator === 'ne') return (row) => read(row) !== null;
  return () => false;
}

/** webapi/query/filter-rows, "Column comparison": within one row, and of one type. Where one is empty, none is true. */
function withColumn(left: Property, operator: ComparisonOperator, right: Property): Predicate {
  const comparable = comparableOf(left.column);
  if (comparable !== comparableOf(right.column) || !isOrdered(comparable, operator))
    throw incompatibleTypes(edmType(left.column), edmType(right.column), OPERATORS[operator].kind);
  if (left.distance + right.distance > 0)
    throw unsupportedQuery('columns can be compared within one row only');
  const { compare } = OPERATORS[operator];
  return (row) => {
    const [one, other] = [toKey(comparable, left.read(row)), toKey(comparable, right.read(row))];
    return one !== null && other !== null && compare(one, other);
  };
}

const isOrdered = (comparable: string, operator: ComparisonOperator) =>
  comparable !== 'boolean' || operator === 'eq' || operator === 'ne';

function literalKey(literal: Exclude<Literal, { kind: 'null' }>): string | number | boolean {
  const key = toKey(comparableOfLiteral(literal), literal.value);
  if (key === null || Number.isNaN(key))
    throw invalidQuery(
      `Unrecognized '${edmTypeOfLiteral(literal)}' literal '${literal.value}' at position 0 in '${literal.value}'.`,
    );
  return key;
}
