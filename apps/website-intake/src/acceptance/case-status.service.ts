import { Injectable } from '@nestjs/common';
import type { Consumer } from '#lib/auth/nest';
import { ProblemError } from '#lib/problem';
import { IntakeDatabase } from '../inbox/intake.database.js';
import type { InboxCase } from '../inbox/inbox.schema.js';
import { CASE_REFERENCE } from './case-reference.js';

/** Tells a consumer how its own cases stand; another's case does not exist for it. */
@Injectable()
export class CaseStatusService {
  constructor(private readonly db: IntakeDatabase) {}

  /** @throws ProblemError `not-found` */
  async find(consumer: Consumer, reference: string): Promise<InboxCase> {
    const found = CASE_REFERENCE.test(reference)
      ? await this.db
          .selectFrom('case')
          .selectAll()
          .where('reference', '=', reference)
          .where('consumer', '=', consumer.id)
          .executeTakeFirst()
      : undefined;
    if (!found) throw new ProblemError('not-found');
    return found;
  }
}
