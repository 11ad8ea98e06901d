import type { ExtractRefusalCode } from '../delivery-refused-error.js';

/** What became of the rows of a delivery, or of those of an entity that follows from it. */
export interface Changes {
  inserted: number;
  updated: number;
  unchanged: number;
  /** Came back, with or without other changes. */
  reactivated: number;
  deactivated: number;
  /** Active afterwards. */
  activeAfter: number;
}

/** Why a delivery changed nothing at all: a guard that it broke, or what was wrong with its file before any row of it landed. */
export interface Refusal {
  code: 'no-rows' | 'rows-missing' | 'too-many-rejected' | 'too-many-gone' | ExtractRefusalCode;
  /** For an operator. */
  says: string;
}

/** What a delivery did. */
export interface DeliveryReport extends Changes {
  /** Its number in the staging database. */
  delivery: string;
  read: number;
  /** Rows, by the code of the reason. */
  rejected: Record<string, number>;
  accepted: number;
  /** Gone, but left active, for the delivery has rows whose key nobody knows. */
  deferred: number;
  /** Active, and in the delivery in rejected rows alone: left as they are. */
  held: number;
  outcome: { kind: 'applied' } | ({ kind: 'refused' } & Refusal);
  /** By the entity's name. */
  entities: Record<string, Changes>;
  /** By phase. */
  tookMs: Record<string, number>;
}

/** Of a delivery that did nothing. */
export const noChanges = {
  ...{ inserted: 0, updated: 0, unchanged: 0, reactivated: 0, deactivated: 0 },
  ...{ deferred: 0, held: 0 },
} as const satisfies Partial<DeliveryReport>;
