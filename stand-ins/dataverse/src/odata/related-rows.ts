import type { Relationship } from '../schema/relationship.js';
import type { RowStore } from '../store/row-store.js';
import type { Row } from '../store/row.js';

/** The rows that refer to this one in a relationship, in the order of their own ids. */
export const relatedRows = (store: RowStore, relationship: Relationship, id: string): readonly Row[] =>
  store.referring(relationship, id).sort(byId);

export const byId = (left: Row, right: Row): number => (left.id < right.id ? -1 : 1);
