import { MappingError } from '../errors/mapping-error.js';
import type { ChoiceColumn, MappedColumn } from './column.js';
import { columnOf, choiceValue, selectName } from './column-names.js';
import { dayOf, guid, literal } from '../web-api/odata.js';
import type { ColumnName, Table } from './table.js';
import { valuesIn } from './values-in.js';

/** A value in an alternate key; a lookup is given by GUID, a choice by name. No moment: its `:` does not work in a URL. */
type KeyValue<C> = C extends { kind: 'text' | 'day' | 'lookup' }
  ? string
  : C extends { kind: 'number' }
    ? number
    : C extends ChoiceColumn<infer Names>
      ? Names
      : never;

/** The columns of one declared alternate key, with their values. */
type KeyOf<T extends Table, Key> = Key extends readonly ColumnName<T>[]
  ? { readonly [Name in Key[number]]: KeyValue<T['columns'][Name]> }
  : never;

/** A row by its GUID, or by the columns of an alternate key that its map declares: `{ key: 'ab12' }`. */
export type RowAddress<T extends Table = Table> = string | KeyOf<T, T['keys'][number]>;

/** A row that a lookup binds to, or a message is bound to; made by `rowOf`. */
export interface RowReference<Target extends string = string> {
  readonly table: Target;
  /** Such as `contacts(cw_key='ab12')`. */
  readonly path: string;
}

/** A reference to a row: `rowOf(contactTable, id)`, `rowOf(contactTable, { key })`. */
export const rowOf = <T extends Table>(table: T, address: RowAddress<T>): RowReference<T['name']> => ({
  table: table.name,
  path: rowPath(table, address),
});

/** This value cannot stand in an alternate key. Nothing was sent; the value is not told. */
export class UnusableKeyError extends MappingError {
  override readonly name = 'UnusableKeyError';

  constructor(
    readonly table: string,
    column: string,
  ) {
    super('unusable-key', `This cannot be the value of ${column} in an alternate key of ${table}.`, column);
  }
}

/**
 * The path of one row. A value with one of `/ < > * % & : \ ? +` does not work in the service, even when encoded
 * (learn.microsoft.com/power-apps/developer/data-platform/define-alternate-keys-entity), so it is refused here.
 */
export function rowPath<T extends Table>(table: T, address: RowAddress<T>): string {
  if (typeof address === 'string') return `${table.entitySet}(${guid(address, addressOf(table))})`;
  if (typeof address !== 'object' || address === null)
    throw new MappingError(
      'wrong-address',
      `${addressOf(table)} is its GUID, or the columns of an alternate key.`,
    );
  const values: Readonly<Record<string, unknown>> = address;
  let parts = '';
  for (const name of declaredKey(table, values))
    parts += `${parts && ','}${selectName(columnOf(table, name))}=${keyLiteral(table, name, values[name])}`;
  return `${table.entitySet}(${parts})`;
}

/**
 * Refuses a row whose key columns say something else than its address: the service gives a new row the key of its body, where
 * nobody who knows the address would find it
 * (learn.microsoft.com/power-apps/developer/data-platform/use-upsert-insert-update-record, "Guidance for composing requests").
 */
export function refuseOtherKey<T extends Table>(
  table: T,
  address: RowAddress<T>,
  row: Readonly<Record<string, unknown>>,
): void {
  // What is no address at all is told by its path.
  if (typeof address !== 'object' || address === null) return;
  const values = valuesIn(row, 'row');
  const key: Readonly<Record<string, unknown>> = address;
  for (const name in key) {
    const isOther = values[name] !== undefined && values[name] !== key[name];
    if (isOther && columnOf(table, name).kind !== 'lookup')
      throw new MappingError('wrong-address', `The row has another ${name} than its address.`, name);
  }
}

const addressOf = ({ name }: Table): string => `The address of a row of ${name}`;

function declaredKey(table: Table, values: Readonly<Record<string, unknown>>): readonly string[] {
  for (const names of table.keys) if (hasJust(names, values)) return names;
  throw new MappingError('wrong-address', `The map of ${table.name} declares no such alternate key.`);
}

function hasJust(names: readonly string[], values: Readonly<Record<string, unknown>>): boolean {
  let count = 0;
  for (const name in values) {
    if (!names.includes(name)) return false;
    count += 1;
  }
  return count === names.length;
}

/** The value as it stands in a URL. */
function keyLiteral(table: Table, name: string, value: unknown): string {
  const column = columnOf(table, name);
  const written =
    typeof value === 'string' || typeof value === 'number' ? keyPart(name, column, value) : undefined;
  if (written === undefined) throw new UnusableKeyError(table.name, name);
  return written;
}

function keyPart(name: string, column: MappedColumn, value: string | number): string | undefined {
  if (column.kind === 'choice') return String(choiceValue(column, value, name));
  if (column.kind === 'number') return Number.isFinite(value) ? encodeURIComponent(value) : undefined;
  if (typeof value === 'number') return undefined;
  if (column.kind === 'lookup') return guid(value, name);
  if (column.kind === 'day') return dayOf(value, name);
  if (column.kind !== 'text') return undefined;
  // As most keys are, hashes and numbers; to find that out is a tenth of the price of the rest.
  if (/^[\w.-]+$/.test(value)) return `'${value}'`;
  return worksInKey(value) ? encodeURIComponent(literal(value)) : undefined;
}

const worksInKey = (value: string): boolean =>
  value !== '' && !/[/<>*%&:\\?+]/.test(value) && !unstorable.test(value);

/** What XML 1.0 cannot hold the service stores in no column (`0x80040278`), so no row has such a key. */
const unstorable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
