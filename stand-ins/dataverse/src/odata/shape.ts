import type { Column } from '../schema/column.js';
import type { Relationship } from '../schema/relationship.js';
import type { Navigation, Table } from '../schema/table.js';
import type { Filter } from './filter/filter.js';
import type { OrderColumn } from './order.js';

/** What is shown of a row: `$select` and `$expand`, bound to its table. */
export interface Shape {
  table: Table;
  /** Every column when absent. */
  select: readonly Column[] | undefined;
  expand: readonly Expansion[];
}

/** One item of an `$expand`, by the name of its navigation property. */
export type Expansion = ExpandedReference | ExpandedRow | ExpandedRows;

/** `primarycontactid/$ref`: only where the row is. */
export interface ExpandedReference {
  kind: 'reference';
  name: string;
  navigation: Navigation;
  target: Table;
}

/** A lookup's row. */
export interface ExpandedRow {
  kind: 'row';
  name: string;
  navigation: Navigation;
  shape: Shape;
}

/** The rows that refer to this one. */
export interface ExpandedRows {
  kind: 'rows';
  name: string;
  relationship: Relationship;
  shape: Shape;
  filter: Filter | undefined;
  order: readonly OrderColumn[];
  top: number | undefined;
  /** The options as they were written, for the link to the same rows. */
  options: readonly [name: string, value: string][];
}

export const expansionsOf = (expansion: Expansion): readonly Expansion[] =>
  expansion.kind === 'reference' ? [] : expansion.shape.expand;

/** Whether any `$expand` stands inside of another: then its collections come in pages, without ETags. */
export const isNested = ({ expand }: Shape): boolean =>
  expand.some((expansion) => expansionsOf(expansion).length > 0);
