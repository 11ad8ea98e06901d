import { checkValue } from '../columns/check-value.js';
import { badRequest, forbiddenKeyCharacter, undefinedKey } from '../errors.js';
import { comparableOf, comparableOfLiteral } from '../odata/comparable.js';
import type { Literal } from '../odata/literal.js';
import type { Column, LookupColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Value } from '../store/row.js';

/** developer/data-platform/use-alternate-key-reference-record: what does not work in a key's value. */
const FORBIDDEN = /[/<>*%&:\\?+]/;

/**
 * What a column of an alternate key must hold, from the literal in a URL. A row can be made with it, so it is checked like a value of
 * a payload. No page says how a literal of another type is refused; here as half a GUID is.
 *
 * @throws DataverseError for a literal of another type, and for a value that the column cannot hold or no key may
 */
export function keyValue(table: Table, column: Column, literal: Literal): Value {
  if (literal.kind === 'null') throw undefinedKey(table);
  if (comparableOfLiteral(literal) !== comparableOf(column))
    throw badRequest(
      `Bad Request - Error in query syntax: '${literal.value}' is no value of '${column.name}'.`,
    );
  if (literal.kind === 'string') refuseForbidden(literal.value);
  if (column.type === 'lookup') return { table: targetOf(column), id: String(literal.value) };
  const value = checkValue(table, column, literal.value);
  if (value === null) throw undefinedKey(table);
  return value;
}

function refuseForbidden(text: string): void {
  const forbidden = FORBIDDEN.exec(text)?.[0];
  if (forbidden) throw forbiddenKeyCharacter(forbidden);
}

/** A key has no column for customers or owners (define-alternate-keys-entity), so its lookups refer to one table. */
const targetOf = ({ targets }: LookupColumn): string => Object.keys(targets)[0] ?? '';
