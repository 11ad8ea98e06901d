import { z } from 'zod';
import { missing } from '../../not-implemented.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import { bindFilesOf } from '../../files/owners.js';
import { isFile, type Column } from '../../schema/column.js';
import { withCompanions } from '../../schema/companion-columns.js';
import { systemColumns } from '../../schema/system-columns.js';
import { type State, Table, type TableDefinition } from '../../schema/table.js';
import { isFields, readFields, type Fields } from '../../writes/read-fields.js';
import { entityId, entityOutline } from '../entity-definition.js';
import { recordMessages } from '../message-filters.js';
import { badDefinition, collectionExists, noPrimaryName, tableExists, twoPrimaryNames } from '../refusals.js';
import { checkName } from './check-name.js';
import { createdDefinition } from './changed-response.js';
import { recordComponent, solutionOf } from './components.js';
import { newColumn } from './create-column.js';
import { pluralOf } from './plural.js';
import { readAs, refuseUndeclared } from './read-body.js';
import { readColumn, type ReadColumn } from './read-column.js';
import { label, readLabel } from './read-label.js';
import { optionPrefix } from './read-options.js';

const body = z.looseObject({
  SchemaName: z.string(),
  DisplayName: label.unwrap().unwrap(),
  DisplayCollectionName: label.unwrap().unwrap(),
  Description: label,
  OwnershipType: z.enum(['UserOwned', 'OrganizationOwned']),
  EntitySetName: z.string().nullish(),
  ChangeTrackingEnabled: z.boolean().nullish(),
  IsActivity: z.boolean().nullish(),
  HasActivities: z.boolean().nullish(),
  HasNotes: z.boolean().nullish(),
  Attributes: z.array(z.custom<Fields>(isFields)).default([]),
});

const STATES: readonly State[] = [
  { state: 0, label: 'Active', statuses: [{ value: 1, label: 'Active', default: true }] },
  { state: 1, label: 'Inactive', statuses: [{ value: 2, label: 'Inactive', default: true }] },
];

/** `POST EntityDefinitions`: webapi/create-update-entity-definitions-using-web-api, "Create table definitions". */
export function createTable(context: Context, request: WebApiRequest): WebApiResponse {
  const fields = readFields(request.body);
  refuseUndeclared(fields, entityOutline);
  const given = readAs(body, fields);
  if (given.IsActivity || given.HasActivities || given.HasNotes)
    throw missing('activities', given.SchemaName);
  const solution = solutionOf(context, request);
  const name = checkName(context, given.SchemaName, 'Entity');
  if (context.tables.named(name)) throw tableExists();
  const prefix = optionPrefix(context, solution);
  const columns = given.Attributes.map((attribute) => readColumn(context, attribute, prefix));
  const definition = define(context, name, given, columns);
  context.store.write({ op: 'putTable', definition });
  if (definition.columns.some(isFile)) bindFilesOf(context, name);
  recordMessages(context, new Table(definition));
  recordComponent(context, solution, 'table', entityId(name));
  return createdDefinition(context, request, entityId(name));
}

function define(
  context: Context,
  name: string,
  given: z.output<typeof body>,
  attributes: readonly ReadColumn[],
): TableDefinition {
  const entitySet = given.EntitySetName ?? pluralOf(name);
  if (context.tables.withEntitySet(entitySet)) throw collectionExists();
  const basis = {
    name,
    primaryId: `${name}id`,
    states: STATES,
    ownership: given.OwnershipType === 'UserOwned' ? 'user' : 'organization',
    custom: true,
  } as const;
  const columns: Column[] = systemColumns(basis);
  for (const attribute of attributes) columns.push(...withCompanions(newColumn(context, columns, attribute)));
  return {
    ...basis,
    schemaName: given.SchemaName,
    entitySet,
    primaryName: primaryNameOf(name, attributes),
    label: readLabel(given.DisplayName, 'DisplayName'),
    pluralLabel: readLabel(given.DisplayCollectionName, 'DisplayCollectionName'),
    description: readLabel(given.Description, 'Description'),
    changeTracking: given.ChangeTrackingEnabled ?? false,
    columns,
    keys: [],
  };
}

function primaryNameOf(table: string, attributes: readonly ReadColumn[]): string {
  const [first, second] = attributes.filter(({ isPrimaryName }) => isPrimaryName);
  if (!first?.schemaName) throw noPrimaryName();
  if (second) throw twoPrimaryNames(table, first.schemaName, second.schemaName ?? '');
  const name = first.schemaName.toLowerCase();
  if (first.toColumn(name).type !== 'string')
    throw badDefinition('The primary name must be a StringAttributeMetadata');
  return name;
}
