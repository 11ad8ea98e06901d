import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Consumer } from '#lib/auth/nest';
import { Outbox } from '#lib/messaging';
import { waypoint } from '#lib/telemetry';
import { caseAccepted } from '../events.js';
import { IntakeDatabase } from '../inbox/intake.database.js';
import type { InboxCase, IntakeSchema, NewInboxCase } from '../inbox/inbox.schema.js';
import { newCaseReference } from './case-reference.js';
import type { SubmitCaseDto } from './dto/submit-case.dto.js';
import { fingerprint } from './fingerprint.js';
import { claimNames, findRepeated, rememberKey } from './repeats.js';

/** What became of a post: a case, and whether it was there before. */
export interface Acceptance {
  case: InboxCase;
  repeated: boolean;
}

/**
 * Takes a case in. The case and its event are on disk in one transaction before the sender hears "accepted".
 *
 * A post is a repeat when its consumer used the same Idempotency-Key or the same external reference before: it gets the case
 * that is there, in its present state. While the first post is still in its transaction, a second one with the same key or
 * reference is told to come back, instead of waiting behind it.
 */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly db: IntakeDatabase,
    private readonly outbox: Outbox,
  ) {}

  /** @throws ProblemError `idempotency-in-flight`, `idempotency-key-reused` or `external-reference-conflict` */
  async accept(
    consumer: Consumer,
    submission: SubmitCaseDto,
    idempotencyKey: string | undefined,
  ): Promise<Acceptance> {
    const post = { row: newRow(consumer, submission), idempotencyKey };
    const accepted = await this.db.transaction().execute(async (trx) => {
      await claimNames(trx, post);
      const known = await findRepeated(trx, post);
      const taken = known ?? (await this.insert(trx, post.row));
      await rememberKey(trx, post, taken.reference);
      waypoint('case.before-commit');
      return { case: taken, repeated: known !== undefined };
    });
    waypoint('case.committed');
    return accepted;
  }

  private async insert(trx: Transaction<IntakeSchema>, row: NewInboxCase): Promise<InboxCase> {
    waypoint('case.before-insert');
    const inserted = await trx.insertInto('case').values(row).returningAll().executeTakeFirstOrThrow();
    await this.outbox.add(trx, caseAccepted(inserted));
    return inserted;
  }
}

function newRow(consumer: Consumer, submission: SubmitCaseDto): NewInboxCase {
  const { externalReference } = submission;
  return {
    reference: newCaseReference(),
    consumer: consumer.id,
    externalSystem: externalReference?.system ?? null,
    externalId: externalReference?.id ?? null,
    fingerprint: fingerprint(submission),
    submission: JSON.stringify(submission, withoutNulls),
    incidentId: randomUUID(),
    noteId: randomUUID(),
  };
}

/** A null says the same as nothing, so what is kept is kept one way. */
const withoutNulls = (_key: string, value: unknown): unknown => value ?? undefined;
