import { sql, type Transaction } from 'kysely';
import { ProblemError } from '#lib/problem';
import type { InboxCase, IntakeSchema, NewInboxCase } from '../inbox/inbox.schema.js';

/** A post, under the names by which its repeats are known. */
export interface NamedPost {
  row: NewInboxCase;
  idempotencyKey: string | undefined;
}

/**
 * Locks the names that make this post unique until the transaction ends; never waits for another that holds them.
 *
 * @throws ProblemError `idempotency-in-flight`
 */
export async function claimNames(
  trx: Transaction<IntakeSchema>,
  { row, idempotencyKey }: NamedPost,
): Promise<void> {
  const names: string[][] = [];
  if (idempotencyKey) names.push(['key', row.consumer, idempotencyKey]);
  if (row.externalSystem && row.externalId)
    names.push(['reference', row.consumer, row.externalSystem, row.externalId]);
  if (names.length === 0) return;
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(name, 0)) as free
    from unnest(${names.map((name) => JSON.stringify(name))}::text[]) as name`.execute(trx);
  if (rows.some(({ free }) => !free)) {
    throw new ProblemError('idempotency-in-flight', { headers: { 'Retry-After': '1' } });
  }
}

/**
 * The case that an earlier post of this consumer made under the same key or the same external reference.
 *
 * @throws ProblemError `idempotency-key-reused` or `external-reference-conflict` when that post had other content
 */
export async function findRepeated(
  trx: Transaction<IntakeSchema>,
  post: NamedPost,
): Promise<InboxCase | undefined> {
  return (await findByKey(trx, post)) ?? (await findByExternalReference(trx, post.row));
}

/** From now on the key names this case, however the case itself was found. */
export async function rememberKey(
  trx: Transaction<IntakeSchema>,
  { row: { consumer, fingerprint }, idempotencyKey }: NamedPost,
  reference: string,
): Promise<void> {
  if (!idempotencyKey) return;
  await trx
    .insertInto('idempotencyKey')
    .values({ consumer, key: idempotencyKey, fingerprint, reference })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function findByKey(trx: Transaction<IntakeSchema>, { row, idempotencyKey }: NamedPost) {
  if (!idempotencyKey) return undefined;
  const used = await trx
    .selectFrom('idempotencyKey')
    .innerJoin('case', 'case.reference', 'idempotencyKey.reference')
    .selectAll('case')
    .select('idempotencyKey.fingerprint as fingerprintOfKey')
    .where('idempotencyKey.consumer', '=', row.consumer)
    .where('idempotencyKey.key', '=', idempotencyKey)
    .executeTakeFirst();
  if (used && !used.fingerprintOfKey.equals(row.fingerprint))
    throw new ProblemError('idempotency-key-reused');
  return used;
}

async function findByExternalReference(trx: Transaction<IntakeSchema>, row: NewInboxCase) {
  if (!row.externalSystem || !row.externalId) return undefined;
  const known = await trx
    .selectFrom('case')
    .selectAll()
    .where('consumer', '=', row.consumer)
    .where('externalSystem', '=', row.externalSystem)
    .where('externalId', '=', row.externalId)
    .executeTakeFirst();
  if (known && !known.fingerprint.equals(row.fingerprint)) throw externalReferenceConflict(known);
  return known;
}

const externalReferenceConflict = ({ reference }: InboxCase): ProblemError =>
  new ProblemError('external-reference-conflict', {
    errors: [{ pointer: '/externalReference', detail: 'was used before, for a case with other content' }],
    members: { reference },
  });
