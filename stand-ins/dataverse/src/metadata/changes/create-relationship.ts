import { z } from 'zod';
import { missing } from '../../not-implemented.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import type { LookupColumn } from '../../schema/column.js';
import type { Table } from '../../schema/table.js';
import { isFields, readFields, type Fields } from '../../writes/read-fields.js';
import { attributeId } from '../attribute-definition.js';
import { badDefinition } from '../refusals.js';
import { oneToManyOutline, relationshipId } from '../relationship-definition.js';
import { createdDefinition } from './changed-response.js';
import { recordComponent, solutionOf } from './components.js';
import { lookupFor, relationshipBody, requireTable, type NewRelationship } from './new-relationship.js';
import { readAs, refuseUndeclared, typeName } from './read-body.js';
import { requireCustomizable } from './subject.js';

const withLookup = relationshipBody.extend({ Lookup: z.custom<Fields>(isFields, 'a lookup is missing') });
const severalWithLookup = z.looseObject({
  OneToManyRelationships: z.array(relationshipBody),
  Lookup: z.custom<Fields>(isFields, 'a lookup is missing'),
});

/** `POST RelationshipDefinitions`: webapi/create-update-entity-relationships-using-web-api. */
export function createRelationship(context: Context, request: WebApiRequest): WebApiResponse {
  const fields = readFields(request.body);
  if (typeName(fields) === 'ManyToManyRelationshipMetadata') throw missing('manyToMany');
  if (typeName(fields) !== 'OneToManyRelationshipMetadata')
    throw badDefinition('A relationship needs its @odata.type');
  refuseUndeclared(fields, oneToManyOutline, ['Lookup']);
  const { Lookup, ...relationship } = readAs(withLookup, fields);
  const referencing = requireCustomizable(requireTable(context, relationship.ReferencingEntity));
  const column = lookupFor(context, referencing, Lookup, [relationship]);
  const [id = ''] = write(context, request, referencing, column, [relationship]);
  return createdDefinition(context, request, id);
}

/** `POST CreatePolymorphicLookupAttribute`: webapi/multitable-lookup. */
export function createPolymorphicLookup(context: Context, request: WebApiRequest): WebApiResponse {
  return createLookup(context, request, 'CreatePolymorphicLookupAttribute', () => true);
}

/** `POST CreateCustomerRelationships`: accounts and contacts, no more and no less. */
export function createCustomerRelationships(context: Context, request: WebApiRequest): WebApiResponse {
  const areCustomers = (referenced: readonly string[]) =>
    referenced.length === 2 && referenced.includes('account') && referenced.includes('contact');
  return createLookup(context, request, 'CreateCustomerRelationships', areCustomers);
}

function createLookup(
  context: Context,
  request: WebApiRequest,
  action: string,
  isPossible: (referenced: readonly string[]) => boolean,
): WebApiResponse {
  const { OneToManyRelationships: relationships, Lookup } = readAs(
    severalWithLookup,
    readFields(request.body),
  );
  const [first] = relationships;
  if (!first) throw badDefinition('A lookup needs a relationship');
  if (relationships.some((one) => one.ReferencingEntity !== first.ReferencingEntity))
    throw badDefinition('The relationships of one lookup begin at one table');
  if (!isPossible(relationships.map((one) => one.ReferencedEntity)))
    throw badDefinition('A customer is an account or a contact');
  const referencing = requireCustomizable(requireTable(context, first.ReferencingEntity));
  const column = lookupFor(context, referencing, Lookup, relationships);
  const ids = write(context, request, referencing, column, relationships);
  return {
    status: 200,
    body: {
      '@odata.context': `${context.serviceRoot}$metadata#Microsoft.Dynamics.CRM.${action}Response`,
      RelationshipIds: ids,
      AttributeId: attributeId(referencing.name, column.name),
    },
  };
}

/** Gives the ids of the relationships. */
function write(
  context: Context,
  request: WebApiRequest,
  referencing: Table,
  column: LookupColumn,
  relationships: readonly NewRelationship[],
): string[] {
  const solution = solutionOf(context, request);
  context.store.write({ op: 'putColumn', table: referencing.name, column });
  recordComponent(context, solution, 'column', attributeId(referencing.name, column.name));
  const ids = relationships.map(({ SchemaName }) => relationshipId(SchemaName));
  for (const id of ids) recordComponent(context, solution, 'relationship', id);
  return ids;
}
