import type { Generated, Insertable, JSONColumnType, Selectable } from 'kysely';
import type { SubmitCaseDto } from '../acceptance/dto/submit-case.dto.js';

/**
 * A case on its road. `accepted` is safe with us; `registered` is in Dataverse; `parked` was refused there for a reason that no
 * repetition mends, and waits for an operator.
 */
export type CaseState = 'accepted' | 'registered' | 'parked';

/** One row an accepted case; nothing here is ever deleted by the road of a case. */
export interface InboxTable {
  /** Ours, told to the sender. */
  reference: string;
  /** The id of the consumer that sent it. */
  consumer: string;
  externalSystem: string | null;
  externalId: string | null;
  /** SHA-256 of the submission in canonical form: tells a repeat from another case. */
  fingerprint: Buffer;
  /** What was posted. */
  submission: JSONColumnType<SubmitCaseDto>;
  /** The GUID that the incident has in Dataverse, fixed at acceptance so that every attempt creates the same row. */
  incidentId: string;
  /** The GUID of the note that keeps a long description whole, fixed at acceptance too. */
  noteId: string;
  state: Generated<CaseState>;
  ticketNumber: string | null;
  /** Why it was parked: a code of ours, no data. */
  refusal: string | null;
  acceptedAt: Generated<Date>;
  registeredAt: Date | null;
}

/** One row a key that a consumer used, and the case that it names. */
export interface IdempotencyKeyTable {
  consumer: string;
  key: string;
  /** SHA-256 of the submission that came with the key. */
  fingerprint: Buffer;
  reference: string;
  usedAt: Generated<Date>;
}

export interface IntakeSchema {
  case: InboxTable;
  idempotencyKey: IdempotencyKeyTable;
}

export type InboxCase = Selectable<InboxTable>;
export type NewInboxCase = Insertable<InboxTable>;
