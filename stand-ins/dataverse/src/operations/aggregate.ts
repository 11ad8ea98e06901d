import { orderedAggregate } from '../errors.js';
import { missing } from '../not-implemented.js';
import { applyTo } from '../odata/apply/apply.js';
import { aliasesOf } from '../odata/parameter-aliases.js';
import type { Preferences } from '../odata/prefer.js';
import type { QueryOptions } from '../odata/query-options.js';
import { sourceOf, type Collection } from './collection.js';
import type { Context, WebApiResponse } from './request.js';
import { preferenceApplied } from './respond.js';

/** `GET accounts?$apply=...`: webapi/query/aggregate-data. It stands alone; no page says what it means beside other options. */
export function aggregate(
  context: Context,
  collection: Collection,
  options: QueryOptions,
  apply: string,
  preferences: Preferences,
): WebApiResponse {
  const { table } = collection;
  if (options.has('$orderby')) throw orderedAggregate();
  const other = [...options.keys()].find((name) => name.startsWith('$') && name !== '$apply');
  if (other) throw missing('applyForms', `$apply with ${other}`);
  const source = sourceOf(context.store, collection, undefined);
  const value = applyTo(source, apply, context, table, aliasesOf(options), preferences.annotations);
  return {
    status: 200,
    headers: preferenceApplied(preferences),
    body: { '@odata.context': `${context.serviceRoot}$metadata#${table.entitySet}`, value },
  };
}
