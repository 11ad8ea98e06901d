/** What a lookup holds. */
export interface Reference {
  table: string;
  id: string;
}

/** Dates are held as the Web API writes them; no value and an empty one are the same: null. */
export type Value = string | number | boolean | Reference | null;

export type Values = Readonly<Record<string, Value>>;

export interface Row {
  id: string;
  /** Grows with each change in the whole organisation: `versionnumber`, and the row's ETag. */
  version: number;
  /** By column name, the primary id among them. */
  values: Values;
}

export const isReference = (value: Value | undefined): value is Reference =>
  typeof value === 'object' && value !== null;

/** Whether two columns hold the same, letter for letter. */
export const isSameValue = (one: Value, other: Value): boolean =>
  isReference(one) && isReference(other) ? one.table === other.table && one.id === other.id : one === other;
