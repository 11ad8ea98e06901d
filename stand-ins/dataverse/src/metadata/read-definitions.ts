import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';
import { readDefinitionQuery, type DefinitionQuery } from './definition-query.js';
import type { Place } from './definition-path.js';
import { noSuchDefinition } from './refusals.js';
import { representDefinition, representSet } from './represent-definition.js';

/** `GET EntityDefinitions(LogicalName='account')/Attributes?$select=...`: webapi/query-metadata-web-api. All in one page. */
export function readDefinitions(
  { serviceRoot }: Context,
  request: WebApiRequest,
  { at, context }: Place,
): WebApiResponse {
  const query = readDefinitionQuery(request.query);
  const here = `${serviceRoot}$metadata#${context}`;
  switch (at.kind) {
    case 'many':
      return ok({ '@odata.context': `${here}${inContext(query)}`, value: representSet(at, query) });
    case 'one':
      if (!at.definition) throw noSuchDefinition(at.type, context);
      return ok({
        '@odata.context': `${here}${inContext(query)}/$entity`,
        ...representDefinition(at.definition, at.type, query),
      });
    case 'property':
      return ok({ '@odata.context': here, ...asProperty(at.value) });
  }
}

const ok = (body: unknown): WebApiResponse => ({ status: 200, body });

/** A complex value stands for itself, a primitive one under `value`. */
const asProperty = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value };

/** `(LogicalName,OptionSet(Options))`: what was selected, and of what was expanded the same. */
function inContext(query: DefinitionQuery): string {
  const names = [
    ...(query.select ?? []),
    ...query.expand.map(({ name, query: within }) => `${name}${inContext(within)}`),
  ];
  return names.length === 0 ? '' : `(${names.join(',')})`;
}
