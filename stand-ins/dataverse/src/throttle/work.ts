export type WorkKind = 'retrieve' | 'query' | 'create' | 'update' | 'upsert' | 'delete' | 'bulk' | 'other';

/** What a request has asked for, as far as it matters for how long that takes; a batch asks for many things. */
export interface Work {
  kind: WorkKind;
  /** Logical name. */
  table?: string | undefined;
  /** One, but for a bulk message, which has as many as it has targets. */
  operations: number;
}

export const operationsIn = (work: readonly Work[]): number =>
  work.reduce((sum, { operations }) => sum + operations, 0);
