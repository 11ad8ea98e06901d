import { negatedQueryFunction, noCondition } from '../../errors.js';
import { missing } from '../../not-implemented.js';
import { bindPath } from '../bind-path.js';
import { bindComparison } from './comparison.js';
import type { Expression } from './expression.js';
import { bindLambda } from './lambda.js';
import { bindQueryFunction } from './query-function.js';
import { pathIn, type Predicate, type Scope } from './scope.js';
import { bindStringCondition } from './string-condition.js';

/**
 * Binds a condition to the columns of its table, as a closure: what can be refused or prepared is so once, not for every row.
 *
 * @throws DataverseError for unknown columns and for types that do not fit
 */
export function bindCondition(scope: Scope, expression: Expression): Predicate {
  switch (expression.kind) {
    case 'and': {
      const parts = expression.parts.map((part) => bindCondition(scope, part));
      return (row) => parts.every((passes) => passes(row));
    }
    case 'or': {
      const parts = expression.parts.map((part) => bindCondition(scope, part));
      return (row) => parts.some((passes) => passes(row));
    }
    case 'not': {
      if (hasQueryFunction(expression.part)) throw negatedQueryFunction();
      const passes = bindCondition(scope, expression.part);
      return (row) => !passes(row);
    }
    case 'comparison':
      return bindComparison(scope, expression);
    case 'string':
      return bindStringCondition(scope, expression);
    case 'queryFunction':
      return bindQueryFunction(scope, expression);
    case 'lambda':
      return bindLambda(scope, expression, bindCondition);
    case 'property':
      throw refusedProperty(scope, pathIn(scope, expression.path));
  }
}

/** In groups too: it is the service's conditions that have no `not`, whatever stands between. */
function hasQueryFunction(expression: Expression): boolean {
  switch (expression.kind) {
    case 'queryFunction':
      return true;
    case 'and':
    case 'or':
      return expression.parts.some(hasQueryFunction);
    case 'not':
      return hasQueryFunction(expression.part);
    default:
      return false;
  }
}

/** OData takes a boolean property for a condition; no page of the service's says that it does. */
function refusedProperty(scope: Scope, path: readonly string[]) {
  const { column } = bindPath(scope, scope.table, path);
  return column.type === 'boolean' ? missing('filterForms', path.join('/')) : noCondition();
}
