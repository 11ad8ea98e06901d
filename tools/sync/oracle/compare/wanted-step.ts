import type { DeliveredRow } from '../reading/delivered-rows.js';

/** What Dataverse must hold of an integration, or of an entity of one. */
export interface WantedStep {
  /** The source system of its rows. */
  readonly name: string;
  readonly entitySet: string;
  readonly primaryId: string;
  /** By their natural keys. */
  readonly rows: ReadonlyMap<string, Pick<DeliveredRow, 'wanted' | 'note' | 'isActive' | 'isClosed'>>;
  cwKeyOf(key: string): string;
  /** Whether rows are people, whose natural key stands nowhere. */
  readonly isPersonal: boolean;
}
