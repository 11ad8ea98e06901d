import { z } from 'zod';
import { type DefinitionReader, labelIn, listOf } from './definition-reader.js';
import type { FoundColumn, FoundKey, FoundRelationship, FoundTable } from './environment.js';
import { readParticulars } from './read-columns.js';

/** The path of a table's definition. */
export const definitionOf = (table: string): string => `EntityDefinitions(LogicalName='${table}')`;

const keyForm = z
  .object({
    LogicalName: z.string(),
    KeyAttributes: z.array(z.string()),
    EntityKeyIndexStatus: z.enum(['Pending', 'InProgress', 'Active', 'Failed']),
  })
  .transform((key) => ({
    name: key.LogicalName,
    columns: key.KeyAttributes,
    status: key.EntityKeyIndexStatus,
  }));

const relationshipForm = z
  .object({
    ReferencingAttribute: z.string(),
    ReferencedEntity: z.string(),
    ReferencingEntityNavigationPropertyName: z.string().nullish(),
  })
  .transform((relationship) => ({
    column: relationship.ReferencingAttribute,
    referenced: relationship.ReferencedEntity,
    property: relationship.ReferencingEntityNavigationPropertyName ?? '',
  }));

const columnForm = (language: number) =>
  z
    .object({
      LogicalName: z.string(),
      AttributeTypeName: z.object({ Value: z.string() }).nullish(),
      DisplayName: labelIn(language),
    })
    .transform((column): [string, FoundColumn] => [
      column.LogicalName,
      { type: column.AttributeTypeName?.Value ?? '', label: column.DisplayName },
    ]);

const tableForm = (language: number) =>
  z.object({
    EntitySetName: z.string(),
    PrimaryIdAttribute: z.string(),
    PrimaryNameAttribute: z.string().nullish(),
    DisplayName: labelIn(language),
  });

/** A table with those of its columns that are named, its keys and lookups; undefined when it is not there. */
export async function readTable(
  reader: DefinitionReader,
  name: string,
  columns: readonly string[],
  language: number,
): Promise<FoundTable | undefined> {
  const definition = definitionOf(name);
  const query = '$select=EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,DisplayName';
  const table = await reader.find('table.retrieve', `${definition}?${query}`, tableForm(language));
  if (!table) return undefined;
  return {
    label: table.DisplayName,
    entitySet: table.EntitySetName,
    primaryId: table.PrimaryIdAttribute,
    primaryName: table.PrimaryNameAttribute ?? undefined,
    columns: await readColumns(reader, definition, columns, language),
    keys: await readKeys(reader, name),
    relationships: await readRelationships(reader, definition),
  };
}

/** The alternate keys of a table with the state of their indexes. */
export const readKeys = (reader: DefinitionReader, table: string): Promise<FoundKey[]> =>
  reader.read(
    'keys.list',
    `${definitionOf(table)}/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus`,
    listOf(keyForm),
  );

async function readColumns(
  reader: DefinitionReader,
  definition: string,
  names: readonly string[],
  language: number,
): Promise<Map<string, FoundColumn>> {
  const path = `${definition}/Attributes?$select=LogicalName,AttributeTypeName,DisplayName`;
  const all = await reader.read('columns.list', path, listOf(columnForm(language)));
  const ours = all.filter(([name]) => names.includes(name));
  return readParticulars(reader, definition, new Map(ours), language);
}

const readRelationships = (reader: DefinitionReader, definition: string): Promise<FoundRelationship[]> =>
  reader.read(
    'relationships.list',
    `${definition}/ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName`,
    listOf(relationshipForm),
  );
