import { sql } from 'kysely';
import type { Sql } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { acceptedColumns } from './reserved-columns.js';

const { hash, active, loadedHash, loadedActive, loadedClosed, quarantinedHash, quarantinedActive } =
  acceptedColumns;

/**
 * Whether a row is to be written. What the source said last differs from what Dataverse holds: an active row in its values or its state,
 * another one in its state alone, and one that Dataverse never had is not made there to be inactive. One that was closed stays as it is.
 */
export function isPending(dialect: StagingDialect): Sql {
  const [is, isNot] = [sql`= ${dialect.true}`, sql`= ${dialect.false}`];
  return sql`(
    (${sql.id(active)} ${is} and (${sql.id(loadedHash)} is null or ${sql.id(loadedHash)} <> ${sql.id(hash)} or ${sql.id(loadedActive)} ${isNot}))
    or (${sql.id(active)} ${isNot} and ${sql.id(loadedActive)} ${is})
  ) and ${sql.id(loadedClosed)} is null and not (${isQuarantined})`;
}

/** Whether Dataverse has refused this very content in this very state: a row that is mended is out of quarantine by itself. */
export const isQuarantined: Sql = sql`
  ${sql.id(quarantinedHash)} is not null and ${sql.id(quarantinedHash)} = ${sql.id(hash)} and ${sql.id(quarantinedActive)} = ${sql.id(active)}`;
