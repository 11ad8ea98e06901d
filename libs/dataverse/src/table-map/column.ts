/**
 * What a column holds, and who may set it: `client` (us, any time), `onCreate` (us when creating, else Dataverse), `server`.
 */
export type Setter = 'client' | 'onCreate' | 'server';

/** What a column maker is told beside the name. */
export interface ColumnOptions {
  /** Default `client`. */
  set?: Setter;
  /** The service refuses a new row without it. */
  required?: boolean;
}

/** Text of at most `maxLength` UTF-16 units. */
export interface TextColumn {
  kind: 'text';
  column: string;
  maxLength: number;
}
export interface NumberColumn {
  kind: 'number';
  column: string;
}
export interface FlagColumn {
  kind: 'flag';
  column: string;
}
/** A moment; a `Date` in the domain. */
export interface MomentColumn {
  kind: 'moment';
  column: string;
}
/** A calendar day without a time zone: `YYYY-MM-DD`. */
export interface DayColumn {
  kind: 'day';
  column: string;
}
/** One of named integers. */
export interface ChoiceColumn<Names extends string = string> {
  kind: 'choice';
  column: string;
  values: Readonly<Record<Names, number>>;
}
/** Another row. `targets` gives the single-valued navigation property for each table that it may be in. */
export interface LookupColumn<Targets extends string = string> {
  kind: 'lookup';
  column: string;
  targets: Readonly<Record<Targets, string>>;
}

/** A file, which is up- and downloaded by itself. In a row it is read as its id, and cannot be written. */
export interface FileColumn {
  kind: 'file';
  column: string;
}
/** An image, which is up- and downloaded by itself. In a row it is read as a thumbnail in base64, and is not written there. */
export interface ImageColumn {
  kind: 'image';
  column: string;
}

/** Any kind of column. */
export type Column =
  | TextColumn
  | NumberColumn
  | FlagColumn
  | MomentColumn
  | DayColumn
  | ChoiceColumn
  | LookupColumn
  | FileColumn
  | ImageColumn;

type WithOptions<C, O extends ColumnOptions> = C & {
  set: O extends { set: infer S extends Setter } ? S : 'client';
  required: O extends { required: true } ? true : false;
};

/** A column as a table map holds it. */
export type MappedColumn = Column & { set: Setter; required: boolean };

function withOptions<C extends object, const O extends ColumnOptions>(
  column: C,
  options?: O,
): WithOptions<C, O> {
  return { set: 'client', required: false, ...column, ...options } as unknown as WithOptions<C, O>;
}

type NoOptions = Record<never, never>;

/** A column of text, one line or many, of at most `maxLength` UTF-16 units. */
export const text = <const L extends number, const O extends ColumnOptions = NoOptions>(
  column: string,
  maxLength: L,
  options?: O,
) => withOptions({ kind: 'text' as const, column, maxLength }, options);

/** A column of whole numbers, decimals, floating point or money. */
export const number = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'number' as const, column }, options);

/** A yes or no. */
export const flag = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'flag' as const, column }, options);

/** A date and time. */
export const moment = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'moment' as const, column }, options);

/** A date only, which no time zone moves. */
export const day = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'day' as const, column }, options);

/** A choice, a state or a status: our names for its integers. */
export const choice = <Names extends string, const O extends ColumnOptions = NoOptions>(
  column: string,
  values: Readonly<Record<Names, number>>,
  options?: O,
) => withOptions({ kind: 'choice' as const, column, values }, options);

/**
 * A lookup: the logical name of each table that it may point to, with the single-valued navigation property for it. The
 * property's name is case-sensitive, and for several tables it is `<column>_<table>`, such as `customerid_account`
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-navigation-properties).
 */
export const lookup = <Targets extends string, const O extends ColumnOptions = NoOptions>(
  column: string,
  targets: Readonly<Record<Targets, string>>,
  options?: O,
) => withOptions({ kind: 'lookup' as const, column, targets }, options);

/** A column for a file: see `uploadFile` (learn.microsoft.com/power-apps/developer/data-platform/file-column-data). */
export const file = (column: string) =>
  withOptions({ kind: 'file' as const, column }, { set: 'server' as const });

/** A column for an image: see `uploadFile` (learn.microsoft.com/power-apps/developer/data-platform/image-column-data). */
export const image = (column: string) =>
  withOptions({ kind: 'image' as const, column }, { set: 'server' as const });
