import { invalidArgument } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import { bindFilesOf } from '../../files/owners.js';
import { isFile, type Column } from '../../schema/column.js';
import { withCompanions } from '../../schema/companion-columns.js';
import type { Table } from '../../schema/table.js';
import { readFields } from '../../writes/read-fields.js';
import { attributeId } from '../attribute-definition.js';
import { columnExists, twoPrimaryNames } from '../refusals.js';
import { createdDefinition } from './changed-response.js';
import { checkName } from './check-name.js';
import { recordComponent, solutionOf } from './components.js';
import { readColumn, type ReadColumn } from './read-column.js';
import { optionPrefix } from './read-options.js';

/** `POST EntityDefinitions(...)/Attributes`: webapi/create-update-column-definitions-using-web-api. */
export function createColumn(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  const solution = solutionOf(context, request);
  const read = readColumn(context, readFields(request.body), optionPrefix(context, solution));
  const column = newColumn(context, table.columns, read);
  const { primaryName } = table.definition;
  if (read.isPrimaryName) throw twoPrimaryNames(table.name, primaryName ?? '', column.name);
  for (const one of withCompanions(column))
    context.store.write({ op: 'putColumn', table: table.name, column: one });
  if (isFile(column)) bindFilesOf(context, table.name);
  const id = attributeId(table.name, column.name);
  recordComponent(context, solution, 'column', id);
  return createdDefinition(context, request, id);
}

/** A column that may stand beside the others. Throws a DataverseError when it may not. */
export function newColumn(context: Context, others: readonly Column[], read: ReadColumn): Column {
  const name = checkName(context, read.schemaName, 'Attribute');
  if (others.some((column) => column.name === name)) throw columnExists(read.schemaName ?? name);
  const column = read.toColumn(name);
  // A table has a primary image already: image-attributes.
  if (column.type === 'image' && others.some(({ type }) => type === 'image'))
    return { ...column, isPrimaryImage: false };
  if (column.required === 'system')
    throw invalidArgument('The required level SystemRequired cannot be set on a custom attribute.');
  return column;
}
