import type { Table } from '#lib/dataverse-schema';
import { label } from '../definitions/label.js';
import { tableDefinition } from '../definitions/table.definition.js';
import { definitionOf, readTable } from '../environment/read-table.js';
import { createOnce } from './create-once.js';
import { replaceDefinition } from './replace-definition.js';
import { type Target, writeComponent } from './target.js';

export const createTable = (target: Target, table: Table) =>
  createOnce(
    () =>
      writeComponent(target, {
        operation: 'table.create',
        path: 'EntityDefinitions',
        body: tableDefinition(table, target.language),
      }),
    async () => (await readTable(target.reader, table.name, [], target.language)) !== undefined,
  );

export const renameTable = (target: Target, table: Table) =>
  replaceDefinition(target, {
    operation: 'table.update',
    read: definitionOf(table.name),
    type: 'EntityMetadata',
    changes: {
      DisplayName: label(table.label ?? table.name, target.language),
      ...(table.pluralLabel && { DisplayCollectionName: label(table.pluralLabel, target.language) }),
    },
  });
