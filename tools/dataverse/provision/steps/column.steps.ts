import type { Column, Table } from '#lib/dataverse-schema';
import { attributeTypes } from '../definitions/attribute-type.js';
import { columnDefinition } from '../definitions/column.definition.js';
import { label } from '../definitions/label.js';
import { lookupRequest } from '../definitions/relationship.definition.js';
import { definitionOf, readTable } from '../environment/read-table.js';
import type { ColumnChanges } from '../plan/difference.js';
import { createOnce } from './create-once.js';
import { replaceDefinition } from './replace-definition.js';
import { type Target, writeComponent } from './target.js';

export const createColumn = (target: Target, table: Table, column: Column) =>
  createOnce(
    () => writeComponent(target, requestFor(target, table, column)),
    async () => {
      const there = await readTable(target.reader, table.name, [column.name], target.language);
      return there?.columns.has(column.name) ?? false;
    },
  );

/** A lookup is made with its relationships; to one table there is a path for them, to several an action, which answers. */
function requestFor({ language }: Target, table: Table, column: Column) {
  const operation = 'column.create';
  if (column.type === 'lookup') {
    const request = lookupRequest(table, column, language);
    return { operation, ...request, expect: request.path === 'RelationshipDefinitions' ? 204 : 200 };
  }
  return {
    operation,
    path: `${definitionOf(table.name)}/Attributes`,
    body: columnDefinition(column, language),
  };
}

export function changeColumn(target: Target, table: string, column: Column, changes: ColumnChanges) {
  const type = attributeTypes[column.type]['@odata.type'];
  const path = `${definitionOf(table)}/Attributes(LogicalName='${column.name}')`;
  return replaceDefinition(target, {
    operation: 'column.update',
    read: `${path}/${type}`,
    write: path,
    type: type.replace('Microsoft.Dynamics.CRM.', ''),
    changes: propertiesOf(changes, target.language),
  });
}

const propertiesOf = ({ label: text, length, min, max, precision }: ColumnChanges, language: number) => ({
  ...(text !== undefined && { DisplayName: label(text, language) }),
  ...(length !== undefined && { MaxLength: length }),
  ...(min !== undefined && { MinValue: min }),
  ...(max !== undefined && { MaxValue: max }),
  ...(precision !== undefined && { Precision: precision }),
});
