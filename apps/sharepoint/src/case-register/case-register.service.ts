import { Injectable } from '@nestjs/common';
import type { CaseRegisteredDto } from './case-registered.dto.js';
import type { RegisteredCase } from './register.schema.js';
import { SharepointDatabase } from './sharepoint.database.js';

/** The shape of a reference is the intake's own affair; this only keeps from the database what it could not even compare. */
const POSSIBLE_REFERENCE = /^[A-Z0-9-]{1,40}$/;

/** Knows which cases there are to attach documents to, without asking Dataverse. */
@Injectable()
export class CaseRegister {
  constructor(private readonly db: SharepointDatabase) {}

  /** Notes a case; an event that is delivered again changes nothing. */
  async note({ incidentId, reference, ticketNumber, consumer }: CaseRegisteredDto): Promise<void> {
    await this.db
      .insertInto('registeredCase')
      .values({ incidentId, reference, ticketNumber, consumer })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The case, if it is one of this consumer's. */
  async find(consumerId: string, reference: string): Promise<RegisteredCase | undefined> {
    if (!POSSIBLE_REFERENCE.test(reference)) return undefined;
    return this.db
      .selectFrom('registeredCase')
      .selectAll()
      .where('reference', '=', reference)
      .where('consumer', '=', consumerId)
      .executeTakeFirst();
  }
}
