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

export type Column =
  TextColumn | ChoiceColumn | NumberColumn | BooleanColumn | DateColumn | IdColumn | LookupColumn;

/** The property that shows a column in the Web API: a lookup `customerid` reads as `_customerid_value`. */
export const propertyOf = ({ name, type }: Column) => (type === 'lookup' ? `_${name}_value` : name);
