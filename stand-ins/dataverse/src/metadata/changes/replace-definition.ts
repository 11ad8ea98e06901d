import { z } from 'zod';
import { methodNotAllowed } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import type { Column } from '../../schema/column.js';
import type { GlobalChoice } from '../../schema/global-choice.js';
import type { Relationship } from '../../schema/relationship.js';
import type { AlternateKey, Table } from '../../schema/table.js';
import { readFields, type Fields } from '../../writes/read-fields.js';
import { attributeId } from '../attribute-definition.js';
import { attributeCasts, defineAttribute } from '../attribute-types.js';
import { entityId, entityOutline } from '../entity-definition.js';
import { keyOutline } from '../key-definition.js';
import { optionSetCasts } from '../option-set-definition.js';
import { badDefinition, notCustomRelationship } from '../refusals.js';
import { oneToManyOutline } from '../relationship-definition.js';
import { changedDefinition } from './changed-response.js';
import { recordComponent, solutionOf } from './components.js';
import { cascadeConfiguration, readOnDelete } from './new-relationship.js';
import { readAs, refuseUndeclared, typeName } from './read-body.js';
import { readColumn, readShared } from './read-column.js';
import { label, mergesLabels, readLabel } from './read-label.js';
import { optionPrefix } from './read-options.js';
import type { Subject } from './subject.js';

const words = z.looseObject({ DisplayName: label, DisplayCollectionName: label, Description: label });
const tableBody = words.extend({ ChangeTrackingEnabled: z.boolean().nullish() });

/**
 * `PUT` of a definition: it takes the place of the one before, and what it leaves out goes back to the default. Labels that it leaves
 * out stay when the request merges them: webapi/create-update-entity-definitions-using-web-api, "Update table definitions".
 */
export function replaceDefinition(
  context: Context,
  request: WebApiRequest,
  subject: Subject,
): WebApiResponse {
  const fields = readFields(request.body);
  switch (subject.kind) {
    case 'table':
      return replaceTable(context, request, subject.table, fields);
    case 'column':
      return replaceColumn(context, request, subject.table, subject.column, fields);
    case 'key':
      return replaceKey(context, request, subject.table, subject.key, fields);
    case 'choice':
      return replaceChoice(context, request, subject.choice, fields);
    case 'relationship':
      return replaceRelationship(context, subject.relationship, fields);
    default:
      throw methodNotAllowed(request.method);
  }
}

/** The label that a definition gives, or the one before when labels are merged. */
const labelled = (request: WebApiRequest, given: string | undefined, before: string | undefined) =>
  given ?? (mergesLabels(request) ? before : undefined);

function replaceTable(
  context: Context,
  request: WebApiRequest,
  table: Table,
  fields: Fields,
): WebApiResponse {
  refuseUndeclared(fields, entityOutline);
  requireSame(fields, 'LogicalName', table.name);
  requireSame(fields, 'SchemaName', table.definition.schemaName);
  const { DisplayName, DisplayCollectionName, Description, ChangeTrackingEnabled } = readAs(
    tableBody,
    fields,
  );
  const { definition } = table;
  context.store.write({
    op: 'describeTable',
    table: table.name,
    words: {
      label: labelled(request, readLabel(DisplayName, 'DisplayName'), definition.label),
      pluralLabel: labelled(
        request,
        readLabel(DisplayCollectionName, 'DisplayCollectionName'),
        definition.pluralLabel,
      ),
      description: labelled(request, readLabel(Description, 'Description'), definition.description),
      // Once enabled it stays so: use-change-tracking-synchronize-data-external-systems.
      changeTracking: table.tracksChanges || ChangeTrackingEnabled === true,
    },
  });
  recordComponent(context, solutionOf(context, request), 'table', entityId(table.name));
  return changedDefinition();
}

function replaceColumn(
  context: Context,
  request: WebApiRequest,
  table: Table,
  before: Column,
  fields: Fields,
): WebApiResponse {
  requireSame(fields, 'LogicalName', before.name);
  requireSame(fields, 'SchemaName', before.schemaName ?? before.name);
  const type = defineAttribute({ catalogue: context, table, column: before }).type.name;
  if (typeName(fields) !== type)
    throw badDefinition(`The type of ${before.name} is ${type} and cannot change`);
  const given = readAsBefore(context, request, before, fields);
  const column = {
    ...given,
    schemaName: before.schemaName,
    label: labelled(request, given.label, before.label),
    description: labelled(request, given.description, before.description),
    required: before.required === 'system' ? before.required : given.required,
    custom: before.custom,
    set: before.set,
  };
  context.store.write({ op: 'putColumn', table: table.name, column });
  recordComponent(context, solutionOf(context, request), 'column', attributeId(table.name, before.name));
  return { status: 204, headers: { 'OData-EntityId': `${context.serviceRoot}${request.path}` } };
}

/** What cannot be made cannot be made anew either: of lookups, states and ids only the words can be changed, and never the options. */
function readAsBefore(context: Context, request: WebApiRequest, before: Column, fields: Fields): Column {
  const { type, name } = before;
  if (type === 'lookup' || type === 'uniqueidentifier' || name === 'statecode' || name === 'statuscode') {
    const outline = attributeCasts.find((candidate) => candidate.name === typeName(fields));
    if (outline) refuseUndeclared(fields, outline);
    return { ...before, ...readShared(fields) };
  }
  const prefix = optionPrefix(context, solutionOf(context, request));
  const given = readColumn(context, fields, prefix).toColumn(name);
  if (given.type === 'choice' && type === 'choice')
    return { ...given, values: before.values, choice: before.choice };
  if (given.type === 'boolean' && type === 'boolean') return { ...given, words: before.words };
  return given;
}

function replaceKey(
  context: Context,
  request: WebApiRequest,
  table: Table,
  before: AlternateKey,
  fields: Fields,
): WebApiResponse {
  refuseUndeclared(fields, keyOutline);
  const { DisplayName } = readAs(words, fields);
  const given = labelled(request, readLabel(DisplayName, 'DisplayName'), before.label);
  context.store.write({ op: 'putKey', table: table.name, key: { ...before, label: given } });
  return changedDefinition();
}

/** Options change by actions of their own: webapi/create-update-optionsets, "UpdateOptionSet". */
function replaceChoice(
  context: Context,
  request: WebApiRequest,
  before: GlobalChoice,
  fields: Fields,
): WebApiResponse {
  for (const type of optionSetCasts.slice(0, 1)) refuseUndeclared(fields, type);
  requireSame(fields, 'Name', before.name);
  const { DisplayName, Description } = readAs(words, fields);
  const choice = {
    ...before,
    label: labelled(request, readLabel(DisplayName, 'DisplayName'), before.label),
    description: labelled(request, readLabel(Description, 'Description'), before.description),
  };
  context.store.write({ op: 'putChoice', choice });
  return changedDefinition();
}

const cascades = z.looseObject({ CascadeConfiguration: cascadeConfiguration });

function replaceRelationship(
  context: Context,
  { name, referencing, referenced, column }: Relationship,
  fields: Fields,
): WebApiResponse {
  refuseUndeclared(fields, oneToManyOutline);
  if (!column.custom) throw notCustomRelationship();
  requireSame(fields, 'SchemaName', name);
  const target = column.targets[referenced];
  if (!target) return changedDefinition();
  const onDelete = readOnDelete(readAs(cascades, fields).CascadeConfiguration);
  const targets = { ...column.targets, [referenced]: { ...target, onDelete } };
  context.store.write({ op: 'putColumn', table: referencing.name, column: { ...column, targets } });
  return changedDefinition();
}

function requireSame(fields: Fields, property: string, value: string): void {
  const given = fields[property];
  if (given !== undefined && given !== value)
    throw badDefinition(`${property} cannot be changed: it is ${value}`);
}
