import type { LakeValue } from './read-value.js';

/** One version of one row. */
export interface LakeRow {
  id: string;
  /** Orders the versions of one row, and says nothing between rows. */
  version: bigint;
  /** When it was exported, to the second. */
  exportedAt: Date | null;
  /** Whether it says that the row is gone: then it has no values. */
  isDeleted: boolean;
  /** By the names of Dataverse's own columns; null for what the row does not have. */
  values: Readonly<Record<string, LakeValue>>;
}
