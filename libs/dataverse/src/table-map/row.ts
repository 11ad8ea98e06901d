import type { LookupColumn } from './column.js';
import type { RowReference } from './row-address.js';
import type { ColumnName, NamesWhere, Table } from './table.js';

/** Whom a lookup points to. The table is told when there is only one it can be, or when annotations were asked for. */
export interface BoundRow<Target extends string = string> {
  id: string;
  table?: Target;
}

type Scalar<C> = C extends { kind: 'text' | 'day' | 'file' | 'image' }
  ? string
  : C extends { kind: 'number' }
    ? number
    : C extends { kind: 'flag' }
      ? boolean
      : C extends { kind: 'moment' }
        ? Date
        : never;

/** What may be written to a column; `null` empties it. */
export type WriteValue<C> = C extends {
  kind: 'choice';
  values: Readonly<Record<infer Names extends string, number>>;
}
  ? Names | null
  : C extends { kind: 'lookup'; targets: Readonly<Record<infer Targets extends string, unknown>> }
    ? RowReference<Targets> | null
    : Scalar<C> | null;

/** What is read from a column. A choice that the map does not know stays the number it is. */
export type ReadValue<C> = C extends {
  kind: 'choice';
  values: Readonly<Record<infer Names extends string, number>>;
}
  ? Names | number | null
  : C extends LookupColumn<infer Targets>
    ? BoundRow<Targets> | null
    : Scalar<C> | null;

type Creatable = { set: 'client' | 'onCreate' };
type Demanded = { required: true };

/** A row to create: what the service requires is required here, too. */
export type NewRow<T extends Table> = {
  [Name in Exclude<NamesWhere<T, Creatable>, NamesWhere<T, Demanded>>]?:
    WriteValue<T['columns'][Name]> | undefined;
} & { [Name in NamesWhere<T, Demanded>]: NonNullable<WriteValue<T['columns'][Name]>> };

/** Changes to a row: only what is named is touched. */
export type RowChanges<T extends Table> = {
  [Name in NamesWhere<T, { set: 'client' }>]?: WriteValue<T['columns'][Name]> | undefined;
};

/** A row as read, with the columns that were asked for. */
export type Row<T extends Table, Name extends ColumnName<T> = ColumnName<T>> = {
  id: string;
  etag?: string;
  /** How Dataverse shows a value to people, where annotations were asked for: a choice's label, a lookup's name. */
  formatted?: { [N in Name]?: string };
} & {
  [N in Name]?: ReadValue<T['columns'][N]>;
};
