import { noSignature } from '../../errors.js';
import { missing } from '../../not-implemented.js';
import { bindPath } from '../bind-path.js';
import { comparableOf } from '../comparable.js';
import type { StringCondition, StringFunction } from './expression.js';
import { likePattern } from './like.js';
import { pathIn, type Predicate, type Scope } from './scope.js';

const OPEN: Record<StringFunction, { before: boolean; after: boolean }> = {
  contains: { before: true, after: true },
  startswith: { before: false, after: true },
  endswith: { before: true, after: false },
};

/** `contains(name,'a')` and its like, of a text and a value. */
export function bindStringCondition(scope: Scope, { name, subject, text }: StringCondition): Predicate {
  if (subject.kind === 'literal' || text.kind === 'path')
    throw missing('filterForms', `${name} of two columns`);
  const { column, read } = bindPath(scope, scope.table, pathIn(scope, subject.path));
  if (comparableOf(column) !== 'text' || text.literal.kind !== 'string') throw noSignature(name);
  const passes = likePattern(text.literal.value, OPEN[name]);
  return (row) => {
    const value = read(row);
    return typeof value === 'string' && passes(value);
  };
}
