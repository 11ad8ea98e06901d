import { invalidArgument, methodNotAllowed } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import { forgetFilesOf } from '../../files/owners.js';
import { isFile, type Column } from '../../schema/column.js';
import { FILE_ATTACHMENT } from '../../schema/file-attachment.table.js';
import type { GlobalChoice } from '../../schema/global-choice.js';
import type { Relationship } from '../../schema/relationship.js';
import type { AlternateKey, Table } from '../../schema/table.js';
import { attributeId } from '../attribute-definition.js';
import { entityId } from '../entity-definition.js';
import { keyId } from '../key-definition.js';
import { forgetMessages } from '../message-filters.js';
import { metadataId } from '../metadata-id.js';
import { inUse, notCustomColumn, notCustomRelationship, notCustomTable } from '../refusals.js';
import { relationshipId } from '../relationship-definition.js';
import { changedDefinition } from './changed-response.js';
import { forgetComponents } from './components.js';
import type { Subject } from './subject.js';

/** `DELETE` of what is custom and of no use to anything else. Throws a DataverseError otherwise. */
export function deleteDefinition(context: Context, request: WebApiRequest, subject: Subject): WebApiResponse {
  forgetComponents(context, remove(context, request, subject));
  return changedDefinition();
}

/** Gives the ids of all that is gone. */
function remove(context: Context, request: WebApiRequest, subject: Subject): string[] {
  switch (subject.kind) {
    case 'table':
      return removeTable(context, subject.table);
    case 'column':
      return removeColumn(context, subject.table, subject.column);
    case 'key':
      return removeKey(context, subject.table, subject.key);
    case 'relationship':
      return removeRelationship(context, subject.relationship);
    case 'choice':
      return removeChoice(context, subject.choice);
    default:
      throw methodNotAllowed(request.method);
  }
}

function removeTable(context: Context, table: Table): string[] {
  const { tables, store } = context;
  if (!table.definition.custom) throw notCustomTable();
  const id = entityId(table.name);
  const users = tables
    .referringTo(table)
    .filter(({ referencing }) => referencing.name !== table.name && referencing.name !== FILE_ATTACHMENT);
  if (users.length > 0) throw inUse('Entity', id, users.length);
  const relationships = tables.relationships.filter(({ referencing }) => referencing.name === table.name);
  forgetFilesOf(context, table.name);
  store.write({ op: 'dropTable', table: table.name });
  forgetMessages(context, table);
  return [
    id,
    ...table.columns.map((column) => attributeId(table.name, column.name)),
    ...table.definition.keys.map((key) => keyId(table.name, key.name)),
    ...relationships.map(({ name }) => relationshipId(name)),
  ];
}

function removeColumn(context: Context, table: Table, column: Column): string[] {
  if (!column.custom || column.partOf !== undefined) throw notCustomColumn();
  const id = attributeId(table.name, column.name);
  if (column.name === table.definition.primaryName)
    throw invalidArgument(`The primary name attribute ${column.name} cannot be deleted.`);
  const keys = table.definition.keys.filter(({ columns }) => columns.includes(column.name));
  if (keys.length > 0) throw inUse('Attribute', id, keys.length);
  if (isFile(column)) forgetFilesOf(context, table.name, column.name);
  const gone = [column, ...table.columns.filter(({ partOf }) => partOf === column.name)];
  for (const { name } of gone) context.store.write({ op: 'dropColumn', table: table.name, column: name });
  const targets = column.type === 'lookup' ? Object.values(column.targets) : [];
  return [id, ...targets.map(({ relationship }) => relationshipId(relationship))];
}

/** The job that makes its index ends with it: developer/data-platform/define-alternate-keys-entity. */
function removeKey({ store }: Context, table: Table, key: AlternateKey): string[] {
  store.write({ op: 'dropKey', table: table.name, key: key.name });
  return [keyId(table.name, key.name)];
}

/** The lookup goes with its last relationship. */
function removeRelationship(context: Context, relationship: Relationship): string[] {
  const { referencing, column, referenced, name } = relationship;
  if (!column.custom) throw notCustomRelationship();
  const targets = Object.fromEntries(
    Object.entries(column.targets).filter(([table]) => table !== referenced),
  );
  if (Object.keys(targets).length === 0) return removeColumn(context, referencing, column);
  context.store.write({ op: 'putColumn', table: referencing.name, column: { ...column, targets } });
  return [relationshipId(name)];
}

function removeChoice({ tables, store }: Context, choice: GlobalChoice): string[] {
  const id = metadataId('optionset', choice.name);
  const users = tables.all
    .flatMap(({ columns }) => columns)
    .filter((column) => column.type === 'choice' && column.choice === choice.name);
  if (users.length > 0) throw inUse('OptionSet', id, users.length);
  store.write({ op: 'dropChoice', choice: choice.name });
  return [id];
}
