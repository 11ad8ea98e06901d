import { Injectable } from '@nestjs/common';
import {
  annotationTable,
  contactTable,
  DataverseClient,
  DataverseError,
  incidentTable,
  rowOf,
} from '#lib/dataverse';
import { Outbox } from '#lib/messaging';
import { waypoint } from '#lib/telemetry';
import { Patience, type Registration } from '../acceptance/patience.js';
import { Categories } from '../categories/categories.js';
import { caseRegistered } from '../events.js';
import { IntakeDatabase } from '../inbox/intake.database.js';
import type { InboxCase } from '../inbox/inbox.schema.js';
import { overlongDescription, toIncident } from './incident.mapper.js';
import { ReporterContacts } from './reporter-contacts.js';

/**
 * Takes an accepted case on to Dataverse: the reporter's contact, the incident, and a note when the description is longer than
 * the incident can hold. Then, in one transaction, the case is `registered` and its event goes out.
 *
 * Every step can be repeated. The GUIDs were fixed at acceptance, so a repeat meets its own row, reads it and goes on. A case that
 * Dataverse refuses for good is `parked`; replaying it takes the same road again.
 */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly db: IntakeDatabase,
    private readonly dataverse: DataverseClient,
    private readonly contacts: ReporterContacts,
    private readonly categories: Categories,
    private readonly outbox: Outbox,
    private readonly patience: Patience,
  ) {}

  /** Registers the case unless it is registered. Rejects with the client's error when Dataverse cannot or will not take it now. */
  async register(reference: string, signal?: AbortSignal): Promise<void> {
    const accepted = await this.db
      .selectFrom('case')
      .selectAll()
      .where('reference', '=', reference)
      .executeTakeFirstOrThrow();
    if (accepted.state === 'registered') return;
    const { incidentId, ticketNumber } = await this.createIncident(accepted, signal);
    waypoint('case.incident-created');
    const text = overlongDescription(accepted.submission);
    if (text) {
      // Should the note be refused for good, the case that is there is not hidden from its sender.
      await this.keepTicketNumber(reference, ticketNumber);
      await this.createNote(text, accepted.noteId, incidentId, signal);
    }
    waypoint('case.before-registered');
    const registration = { ticketNumber, registeredAt: new Date() };
    await this.markRegistered(accepted, incidentId, registration);
    waypoint('case.registered');
    this.patience.registered(reference, registration);
  }

  /** Sets the case aside with the code of its refusal. */
  async park(reference: string, refusal: string): Promise<void> {
    await this.db
      .updateTable('case')
      .set({ state: 'parked', refusal })
      .where('reference', '=', reference)
      .where('state', '<>', 'registered')
      .execute();
    this.patience.giveUp(reference);
  }

  private async createIncident(accepted: InboxCase, signal: AbortSignal | undefined) {
    const { submission, incidentId } = accepted;
    const contactId = await this.contacts.contactIdFor(submission.reporter, signal);
    waypoint('case.before-incident');
    const row = {
      ...toIncident(accepted, this.categories.find(submission.category)),
      customer: rowOf(contactTable, contactId),
    };
    try {
      const created = await this.dataverse.createOnce(incidentTable, row, {
        id: incidentId,
        return: ['ticketNumber'],
        signal,
      });
      const { id, ticketNumber } = created.row;
      if (!ticketNumber) throw new Error('Dataverse gave the case no ticket number.');
      return { incidentId: id, ticketNumber };
    } catch (error) {
      if (isContactGone(error)) this.contacts.forget(submission.reporter);
      throw error;
    }
  }

  private async keepTicketNumber(reference: string, ticketNumber: string): Promise<void> {
    await this.db.updateTable('case').set({ ticketNumber }).where('reference', '=', reference).execute();
  }

  private async createNote(
    text: string,
    noteId: string,
    incidentId: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const note = {
      subject: 'The description as it was posted',
      text,
      regarding: rowOf(incidentTable, incidentId),
    };
    try {
      await this.dataverse.create(annotationTable, note, { id: noteId, signal });
    } catch (error) {
      if (!(await this.isOurNote(error, noteId, incidentId, signal))) throw error;
    }
  }

  /** A duplicate may be the note of an attempt whose reply was lost: it is if it belongs to this incident. */
  private async isOurNote(
    error: unknown,
    noteId: string,
    incidentId: string,
    signal: AbortSignal | undefined,
  ) {
    if (!(error instanceof DataverseError && error.code === 'duplicate-row')) return false;
    const there = await this.dataverse.retrieve(annotationTable, noteId, { select: ['regarding'], signal });
    return there?.regarding?.id === incidentId;
  }

  private async markRegistered(
    { reference, consumer }: InboxCase,
    incidentId: string,
    registration: Registration,
  ) {
    const { ticketNumber } = registration;
    await this.db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('case')
        .set({ state: 'registered', incidentId, refusal: null, ...registration })
        .where('reference', '=', reference)
        .where('state', '<>', 'registered')
        .executeTakeFirst();
      // Another worker was faster, and told everybody.
      if (numUpdatedRows === 0n) return;
      await this.outbox.add(trx, caseRegistered({ reference, consumer, incidentId, ticketNumber }));
    });
  }
}

/** A row that the incident is bound to is not there (any more). */
export const isContactGone = (error: unknown): boolean =>
  error instanceof DataverseError && error.code === 'row-not-found';
