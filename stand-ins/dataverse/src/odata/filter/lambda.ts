import { unknownColumn, unsupportedQuery } from '../../errors.js';
import type { Expression, Lambda } from './expression.js';
import { pathIn, type Predicate, type Scope } from './scope.js';

/** `contact_customer_accounts/any(c:c/lastname eq 'x')`: webapi/query/filter-rows, "Filter using values of related collections". */
export function bindLambda(
  scope: Scope,
  { quantifier, collection, body }: Lambda,
  bind: (scope: Scope, condition: Expression) => Predicate,
): Predicate {
  const [name = '', ...more] = pathIn(scope, collection);
  if (more.length > 0)
    throw unsupportedQuery('a collection that is nested in a lookup cannot be filtered by');
  const relationship = scope.tables.collection(scope.table, name);
  if (!relationship) throw unknownColumn(scope.table, name);
  const passes = body
    ? bind({ ...scope, table: relationship.referencing, variable: body.variable }, body.condition)
    : () => true;
  return quantifier === 'any'
    ? ({ id }) => scope.store.referring(relationship, id).some(passes)
    : ({ id }) => scope.store.referring(relationship, id).every(passes);
}
