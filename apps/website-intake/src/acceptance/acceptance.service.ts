import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Consumer } from '#lib/auth';
import { Outbox } from '#lib/messaging';
import { ProblemError } from '#lib/problem';
import { waypoint } from '#lib/telemetry';
import { caseAccepted } from '../events.js';
import { IntakeDatabase } from '../inbox/intake.database.js';
import type { InboxCase, IntakeSchema, NewInboxCase } from '../inbox/inbox.schema.js';
import { newCaseReference } from './case-reference.js';
import type { SubmitCaseDto } from './dto/submit-case.dto.js';
import { fingerprint } from './fingerprint.js';

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
    const row = newRow(consumer, submission, idempotencyKey);
    const accepted = await this.db.transaction().execute(async (trx) => {
      await claim(trx, row);
      const known = await findRepeated(trx, row);
      if (known) return { case: known, repeated: true };
      return { case: await this.insert(trx, row), repeated: false };
    });
    waypoint('case.committed');
    return accepted;
  }

  private async insert(trx: Transaction<IntakeSchema>, row: NewInboxCase): Promise<InboxCase> {
    waypoint('case.before-insert');
    const inserted = await trx.insertInto('case').values(row).returningAll().executeTakeFirstOrThrow();
    await this.outbox.add(trx, caseAccepted(inserted));
    waypoint('case.before-commit');
    return inserted;
  }
}

function newRow(
  consumer: Consumer,
  submission: SubmitCaseDto,
  idempotencyKey: string | undefined,
): NewInboxCase {
  const { externalReference } = submission;
  return {
    reference: newCaseReference(),
    consumer: consumer.id,
    idempotencyKey: idempotencyKey ?? null,
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

/** Locks the names that make this post unique until the transaction ends; never waits for another that holds them. */
async function claim(trx: Transaction<IntakeSchema>, row: NewInboxCase): Promise<void> {
  const names = [
    row.idempotencyKey && ['key', row.consumer, row.idempotencyKey],
    row.externalId && ['reference', row.consumer, row.externalSystem, row.externalId],
  ].filter((name) => name !== null && name !== '' && name !== undefined);
  if (names.length === 0) return;
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(name, 0)) as free
    from unnest(${names.map((name) => JSON.stringify(name))}::text[]) as name`.execute(trx);
  if (rows.some(({ free }) => !free)) {
    throw new ProblemError('idempotency-in-flight', { headers: { 'Retry-After': '1' } });
  }
}

async function findRepeated(
  trx: Transaction<IntakeSchema>,
  row: NewInboxCase,
): Promise<InboxCase | undefined> {
  const { idempotencyKey, externalSystem, externalId } = row;
  if (!idempotencyKey && !externalId) return undefined;
  const known = await trx
    .selectFrom('case')
    .selectAll()
    .where('consumer', '=', row.consumer)
    .where(({ and, or, eb }) =>
      or([
        eb('idempotencyKey', '=', idempotencyKey ?? null),
        and([eb('externalSystem', '=', externalSystem ?? null), eb('externalId', '=', externalId ?? null)]),
      ]),
    )
    .execute();
  const byKey = idempotencyKey ? known.find((one) => one.idempotencyKey === idempotencyKey) : undefined;
  if (byKey && !byKey.fingerprint.equals(row.fingerprint)) throw new ProblemError('idempotency-key-reused');
  if (byKey) return byKey;
  const [byReference] = known;
  if (byReference && !byReference.fingerprint.equals(row.fingerprint))
    throw externalReferenceConflict(byReference);
  return byReference;
}

const externalReferenceConflict = ({ reference }: InboxCase): ProblemError =>
  new ProblemError('external-reference-conflict', {
    errors: [{ pointer: '/externalReference', detail: 'was used before, for a case with other content' }],
    members: { reference },
  });
