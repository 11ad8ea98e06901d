interface Shared {
  name: string;
  /** `system` is enforced by the Web API; `application` by forms only. */
  required?: 'system' | 'application' | undefined;
  /** Who sets it: the server alone, or the client when it creates the row and never after. Anybody when absent. */
  set?: 'server' | 'onCreate' | undefined;
  default?: string | number | boolean | undefined;
}

export interface TextColumn extends Shared {
  type: 'string' | 'memo';
  length: number;
  /** A pattern such as CAS-{SEQNUM:5}-{RANDSTRING:6} that fills the column when the client leaves it out. */
  autonumber?: string | undefined;
}

export interface ChoiceColumn extends Shared {
  type: 'choice';
  values: readonly { value: number; label: string }[];
}

export interface NumberColumn extends Shared {
  type: 'integer' | 'double' | 'decimal' | 'bigint';
  min?: number | undefined;
  max?: number | undefined;
}

export interface PlainColumn extends Shared {
  type: 'boolean' | 'date' | 'datetime' | 'uniqueidentifier';
}

export interface LookupColumn extends Shared {
  type: 'lookup';
  /** The tables that it may refer to, each with the navigation property to bind by. */
  targets: Readonly<Record<string, string>>;
}

export type Column = TextColumn | ChoiceColumn | NumberColumn | PlainColumn | LookupColumn;

/** The property that shows a column in the Web API: a lookup `customerid` reads as `_customerid_value`. */
export const propertyOf = ({ name, type }: Column) => (type === 'lookup' ? `_${name}_value` : name);
