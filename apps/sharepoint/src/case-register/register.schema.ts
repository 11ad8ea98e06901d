import type { Generated, Selectable } from 'kysely';

/** A case that documents can be attached to: it has a row in Dataverse. */
export interface RegisteredCaseTable {
  /** The GUID of the incident in Dataverse. */
  incidentId: string;
  /** The reference that its sender knows. */
  reference: string;
  ticketNumber: string;
  /** The id of the consumer that sent it; nobody else sees it. */
  consumer: string;
  heardAt: Generated<Date>;
}

export interface SharepointSchema {
  registeredCase: RegisteredCaseTable;
}

export type RegisteredCase = Selectable<RegisteredCaseTable>;
