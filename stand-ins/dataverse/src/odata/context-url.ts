import { propertyOf } from '../schema/column.js';
import type { Expansion, Shape } from './shape.js';

/**
 * The `@odata.context` of a row or, without the ending, of a collection: `...$metadata#accounts(name,primarycontactid(fullname))`, as
 * the examples of webapi/query/join-tables have it.
 */
export const contextOf = (serviceRoot: string, shape: Shape, ending = ''): string => {
  const inside = insideOf(shape);
  return `${serviceRoot}$metadata#${shape.table.entitySet}${inside ? `(${inside})` : ''}${ending}`;
};

const insideOf = ({ select, expand }: Shape): string =>
  [...(select ?? []).map(propertyOf), ...expand.map(expansionIn)].join(',');

function expansionIn(expansion: Expansion): string {
  const { kind, name } = expansion;
  return kind === 'reference' ? `${name},${name}/$ref()` : `${name}(${insideOf(expansion.shape)})`;
}
