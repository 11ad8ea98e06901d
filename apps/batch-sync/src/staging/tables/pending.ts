import { sql } from 'kysely';
import type { Sql } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { acceptedColumns } from './reserved-columns.js';

const { hash, active, loadedHash, loadedActive, quarantinedHash, quarantinedActive } = acceptedColumns;

/**
 * Whether a row is to be written. What the source said last differs from what Dataverse holds: an active row in its values or its state,
 * another one in its state alone, and one that Dataverse never had is not made there to be inactive. And Dataverse has not refused this
 * very content in this very state before: a row that is mended is pending by itself.
 */
export function isPending(dialect: StagingDialect): Sql {
  const [is, isNot] = [sql`= ${dialect.true}`, sql`= ${dialect.false}`];
  return sql`(
    (${sql.id(active)} ${is} and (${sql.id(loadedHash)} is null or ${sql.id(loadedHash)} <> ${sql.id(hash)} or ${sql.id(loadedActive)} ${isNot}))
    or (${sql.id(active)} ${isNot} and ${sql.id(loadedActive)} ${is})
  ) and (
    ${sql.id(quarantinedHash)} is null or ${sql.id(quarantinedHash)} <> ${sql.id(hash)} or ${sql.id(quarantinedActive)} <> ${sql.id(active)}
  )`;
}
