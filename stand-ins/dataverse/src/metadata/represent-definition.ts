import type { Definition, DefinitionSet, Related, TypeOutline } from './definition.js';
import { passes } from './definition-filter.js';
import { checkDefinitionQuery, type DefinitionQuery } from './definition-query.js';

/** A definition as JSON: its id always, and what was selected or everything that its own type has. */
export function representDefinition(
  definition: Definition,
  declared: TypeOutline,
  query: DefinitionQuery,
): Record<string, unknown> {
  checkDefinitionQuery(query, declared);
  const { type } = definition;
  const json: Record<string, unknown> = {
    ...(type.name !== declared.name && { '@odata.type': `#Microsoft.Dynamics.CRM.${type.name}` }),
    MetadataId: definition.read('MetadataId'),
  };
  for (const property of query.select ?? type.properties) json[property] = definition.read(property);
  for (const { name, query: within } of query.expand)
    json[name] = representRelated(definition.related(name), within);
  return json;
}

/** Those of a set that the query lets through. */
export function representSet({ type, definitions }: DefinitionSet, query: DefinitionQuery): unknown[] {
  checkDefinitionQuery(query, type);
  return definitions
    .filter((definition) => passes(query.filter, definition))
    .map((definition) => representDefinition(definition, type, query));
}

function representRelated(related: Related | undefined, query: DefinitionQuery): unknown {
  if (!related) return null;
  if (related.kind === 'many') return representSet(related, query);
  return related.definition ? representDefinition(related.definition, related.type, query) : null;
}
