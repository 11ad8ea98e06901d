/** `system` is enforced by the Web API; `application` by forms only; `recommended` by nobody. */
export type Requirement = 'system' | 'application' | 'recommended';

interface Shared {
  name: string;
  /** The name with capitals, as metadata shows it. Default: the logical name. */
  schemaName?: string | undefined;
  /** What people see. Default: the logical name. */
  label?: string | undefined;
  description?: string | undefined;
  /** Ours, and not the platform's. */
  custom?: boolean | undefined;
  required?: Requirement | undefined;
  /** Who sets it: the server alone, or the client when it creates the row and never after. Anybody when absent. */
  set?: 'server' | 'onCreate' | undefined;
  default?: string | number | boolean | undefined;
  /** The column that this one says more of, and comes and goes with. */
  partOf?: string | undefined;
}

export interface TextColumn extends Shared {
  type: 'string' | 'memo';
  length: number;
  /** Such as Email or Phone; Text when absent. The Web API checks none of them. */
  format?: string | undefined;
  /** A pattern such as CAS-{SEQNUM:5}-{RANDSTRING:6} that fills the column when the client leaves it out. */
  autonumber?: string | undefined;
}

export interface ChoiceOption {
  value: number;
  label: string;
}

export interface ChoiceColumn extends Shared {
  type: 'choice';
  values: readonly ChoiceOption[];
  /** The name of the global choice that the values come from. */
  choice?: string | undefined;
}

export interface NumberColumn extends Shared {
  type: 'integer' | 'double' | 'decimal' | 'bigint';
  min?: number | undefined;
  max?: number | undefined;
  /** Places behind the point. */
  precision?: number | undefined;
}

export interface BooleanColumn extends Shared {
  type: 'boolean';
  /** What people see for each. Default: Yes and No. */
  words?: { true: string; false: string } | undefined;
}

export interface DateColumn extends Shared {
  /** `date` is a day without a time and without a time zone, whoever looks at it. */
  type: 'date' | 'datetime';
  /** How people see a point in time. Default: with its time. */
  format?: 'DateOnly' | 'DateAndTime' | undefined;
  behavior?: 'UserLocal' | 'TimeZoneIndependent' | undefined;
}

export interface IdColumn extends Shared {
  type: 'uniqueidentifier';
}

/** What becomes of the rows that refer to a row when it is deleted. */
export type OnDelete = 'cascade' | 'removeLink' | 'restrict';

export interface LookupTarget {
  /** The single-valued navigation property to bind by, such as `customerid_account`. */
  property: string;
  /** The relationship's name, such as `incident_customer_accounts`: also the collection that the other table sees. */
  relationship: string;
  onDelete: OnDelete;
}

export interface LookupColumn extends Shared {
  type: 'lookup';
  /** The tables that it may refer to. */
  targets: Readonly<Record<string, LookupTarget>>;
}

/** developer/data-platform/file-attributes and image-attributes: the sizes where nobody names one, and the largest image. */
export const DEFAULT_FILE_KB = 32_768;
export const DEFAULT_IMAGE_KB = 10_240;
export const LARGEST_IMAGE_KB = 30_720;
export const LARGEST_FILE_KB = 10_485_760;

/** A file: a row holds its id, and its contents are reached by the column's own URL. */
export interface FileColumn extends Shared {
  type: 'file';
  maxSizeInKB: number;
}

/** An image: a row holds it in base64, and its full size is a file, where the column keeps that. */
export interface ImageColumn extends Shared {
  type: 'image';
  maxSizeInKB: number;
  canStoreFullImage: boolean;
  /** The one that can be set with a new row. When no column of the table says so, it is the first. */
  isPrimaryImage?: boolean | undefined;
}

export type Column =
  | TextColumn
  | ChoiceColumn
  | NumberColumn
  | BooleanColumn
  | DateColumn
  | IdColumn
  | LookupColumn
  | FileColumn
  | ImageColumn;

/** Whether what a column holds is reached by a URL of its own. */
export const isFile = (column: Column): column is FileColumn | ImageColumn =>
  column.type === 'file' || column.type === 'image';

/** The property that shows a column in the Web API: a lookup `customerid` reads as `_customerid_value`. */
export const propertyOf = ({ name, type }: Column) => (type === 'lookup' ? `_${name}_value` : name);
