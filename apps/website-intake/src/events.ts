import type { NewEvent } from '#lib/messaging';
import type { InboxCase } from './inbox/inbox.schema.js';

/** A case is on disk: the intake itself takes it on to Dataverse. */
export const CASE_ACCEPTED = 'case.accepted';

/** A case has a row and a ticket number in Dataverse. */
export const CASE_REGISTERED = 'case.registered';

export interface CaseAccepted {
  reference: string;
}

export interface CaseRegistered {
  reference: string;
  /** The id of the consumer that sent the case. */
  consumer: string;
  /** The GUID of the incident in Dataverse. */
  incidentId: string;
  ticketNumber: string;
}

/** Events name the case and never carry what was posted. */
export const caseAccepted = ({ reference }: InboxCase): NewEvent<CaseAccepted> => ({
  type: CASE_ACCEPTED,
  subject: reference,
  data: { reference },
});

export const caseRegistered = (registered: CaseRegistered): NewEvent<CaseRegistered> => ({
  type: CASE_REGISTERED,
  subject: registered.reference,
  data: registered,
});
