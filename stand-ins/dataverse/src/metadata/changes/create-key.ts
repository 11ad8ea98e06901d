import { z } from 'zod';
import { invalidArgument } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import type { Column } from '../../schema/column.js';
import type { Table } from '../../schema/table.js';
import { readFields } from '../../writes/read-fields.js';
import { attributeId } from '../attribute-definition.js';
import { attributeBase } from '../attribute-types.js';
import { keyId, keyOutline } from '../key-definition.js';
import { keyColumnsTaken, keyExists, keyTooLong, noSuchDefinition, readOnlyKeyColumn } from '../refusals.js';
import { createdDefinition } from './changed-response.js';
import { checkName } from './check-name.js';
import { recordComponent, solutionOf } from './components.js';
import { readAs, refuseUndeclared } from './read-body.js';
import { label, readLabel } from './read-label.js';

const body = z.looseObject({
  SchemaName: z.string(),
  DisplayName: label,
  KeyAttributes: z.array(z.string()).nonempty(),
});

/** developer/data-platform/define-alternate-keys-entity, "Create alternate keys". */
const MOST_KEYS = 10;
const MOST_COLUMNS = 16;
const MOST_BYTES = 900;
const KEY_TYPES: ReadonlySet<Column['type']> = new Set([
  'decimal',
  'integer',
  'string',
  'date',
  'datetime',
  'lookup',
  'choice',
]);

/** `POST EntityDefinitions(...)/Keys`. The key is there at once, and of use when its index is made. */
export function createKey(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  const fields = readFields(request.body);
  refuseUndeclared(fields, keyOutline);
  const { SchemaName, DisplayName, KeyAttributes } = readAs(body, fields);
  const solution = solutionOf(context, request);
  const name = checkName(context, SchemaName, 'EntityKey');
  checkColumns(table, name, KeyAttributes);
  context.store.write({
    op: 'putKey',
    table: table.name,
    key: {
      name,
      schemaName: SchemaName,
      columns: KeyAttributes,
      label: readLabel(DisplayName, 'DisplayName'),
      custom: true,
      index: { status: 'building', since: context.now },
    },
  });
  const id = keyId(table.name, name);
  recordComponent(context, solution, 'key', id);
  return createdDefinition(context, request, id);
}

function checkColumns(table: Table, name: string, names: readonly string[]): void {
  const { keys } = table.definition;
  if (keys.some((key) => key.name === name)) throw keyExists(name, table.name);
  if (keys.some((key) => sameColumns(key.columns, names))) throw keyColumnsTaken();
  if (keys.length >= MOST_KEYS) throw invalidArgument(`A table has at most ${MOST_KEYS} entity keys.`);
  if (names.length > MOST_COLUMNS)
    throw invalidArgument(`An entity key has at most ${MOST_COLUMNS} attributes.`);
  const columns = names.map((column) => keyColumn(table, column));
  if (columns.reduce((bytes, column) => bytes + bytesOf(column), 0) > MOST_BYTES) throw keyTooLong();
}

function keyColumn(table: Table, name: string): Column {
  const column = table.columnsByName.get(name);
  if (!column) throw noSuchDefinition(attributeBase, name);
  if (!KEY_TYPES.has(column.type))
    throw invalidArgument(`An attribute of type ${column.type} cannot be part of an entity key: ${name}.`);
  if (column.set !== undefined) throw readOnlyKeyColumn(name, attributeId(table.name, name));
  return column;
}

const sameColumns = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name) => other.includes(name));

/** As SQL Server counts: two for a character, sixteen for an id, eight for the others. */
function bytesOf(column: Column): number {
  if (column.type === 'string') return column.length * 2;
  return column.type === 'lookup' ? 16 : 8;
}
