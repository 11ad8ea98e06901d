/**
 * What a column holds, and who may set it: `client` (us, any time), `onCreate` (us when creating, else Dataverse), `server`.
 */
export type Setter = 'client' | 'onCreate' | 'server';

interface ColumnOptions {
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
/** A table that a lookup may bind to, and by which navigation property. */
export interface LookupTarget {
  navigation: string;
  entitySet: string;
}
/** Another row. `targets` gives the navigation property for each table that it may be in. */
export interface LookupColumn<Targets extends string = string> {
  kind: 'lookup';
  column: string;
  targets: Readonly<Record<Targets, LookupTarget>>;
}

/** Any kind of column. */
export type Column =
  TextColumn | NumberColumn | FlagColumn | MomentColumn | DayColumn | ChoiceColumn | LookupColumn;

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

export const text = <const L extends number, const O extends ColumnOptions = NoOptions>(
  column: string,
  maxLength: L,
  options?: O,
) => withOptions({ kind: 'text' as const, column, maxLength }, options);

export const number = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'number' as const, column }, options);

export const flag = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'flag' as const, column }, options);

export const moment = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'moment' as const, column }, options);

export const day = <const O extends ColumnOptions = NoOptions>(column: string, options?: O) =>
  withOptions({ kind: 'day' as const, column }, options);

export const choice = <Names extends string, const O extends ColumnOptions = NoOptions>(
  column: string,
  values: Readonly<Record<Names, number>>,
  options?: O,
) => withOptions({ kind: 'choice' as const, column, values }, options);

export const lookup = <Targets extends TableName, const O extends ColumnOptions = NoOptions>(
  column: string,
  navigation: Readonly<Record<Targets, string>>,
  options?: O,
) => {
  const entries = (Object.entries(navigation) as [Targets, string][]).map(([table, property]) => {
    const entitySet: string = entitySets[table];
    return [table, { navigation: property, entitySet }] as const;
  });
  const targets = Object.fromEntries(entries) as Readonly<Record<Targets, LookupTarget>>;
  return withOptions({ kind: 'lookup' as const, column, targets }, options);
};

/** The tables that have a map, with the name of their collection in a URL. */
export const entitySets = {
  account: 'accounts',
  contact: 'contacts',
  incident: 'incidents',
  annotation: 'annotations',
} as const;

/** A table's logical name. */
export type TableName = keyof typeof entitySets;
