import { sql } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import type { Rule } from '../../catalogue/rule.js';
import type { Sql } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { acceptedColumns } from '../tables/reserved-columns.js';
import { columnNamed, type StagedColumn, stagedColumns } from '../tables/staged-column.js';
import { acceptedTable } from '../tables/table-names.js';
import { ofRow, textOf } from './row-columns.js';

/** Keys are indexed, and an index takes no text of any length. */
export const LONGEST_KEY = 600;

/** Why rows are rejected, in the order in which reasons count. The place of a reason is its number in the staging tables. */
export function reasonsOf({ rules }: Pick<Integration, 'rules'>): { reason: string; says: string }[] {
  return [
    { reason: 'R0', says: 'The record is malformed.' },
    { reason: 'R1', says: `The key is missing, or has more than ${LONGEST_KEY} characters.` },
    { reason: 'R2', says: 'The key was already there in this delivery.' },
    ...rules.map(({ reason, says }) => ({ reason, says })),
  ];
}

/** The numbers of the reasons that all integrations have. */
export const verdicts = { malformed: 0, withoutKey: 1, repeated: 2, ofFirstRule: 3 } as const;

/** The number of the first reason that fits, null for an accepted row. Which keys are repeated shows only when all rows are there. */
export function verdictOf(
  dialect: StagingDialect,
  integration: Integration,
  names: { defect: string; key: string },
): Sql {
  const columns = stagedColumns(integration);
  const column = (name: string) => columnNamed(columns, name);
  const rules = integration.rules.map(
    (rule, index) => sql`when ${broken(dialect, rule, column)} then ${sql.lit(verdicts.ofFirstRule + index)}`,
  );
  return sql`case
    when ${ofRow(names.defect)} is not null then ${sql.lit(verdicts.malformed)}
    when ${ofRow(names.key)} is null then ${sql.lit(verdicts.withoutKey)}
    ${sql.join(rules, sql` `)} end`;
}

function broken(
  dialect: StagingDialect,
  { required, number, reference, unless }: Rule,
  column: (name: string) => StagedColumn,
): Sql {
  if (required)
    return sql.join(
      required.map((name) => sql`${textOf(column(name))} is null`),
      sql` or `,
    );
  if (number) return outside(dialect, number, column(number.column));
  if (reference) return unknown(dialect, textOf(column(reference.column)), reference.to);
  return sql`(${sql.raw(unless ?? '')})`;
}

function outside(
  dialect: StagingDialect,
  { min, max, whole }: NonNullable<Rule['number']>,
  column: StagedColumn,
): Sql {
  const number = column.type === 'number' ? ofRow(column.name) : dialect.number(textOf(column));
  return sql.join(
    [
      sql`${number} is null`,
      ...(min === undefined ? [] : [sql`${number} < ${sql.lit(min)}`]),
      ...(max === undefined ? [] : [sql`${number} > ${sql.lit(max)}`]),
      ...(whole ? [sql`${number} <> floor(${number})`] : []),
    ],
    sql` or `,
  );
}

/** Asked one by one, so that it is fast by the index however many rows the other integration has. */
function unknown({ true: yes }: StagingDialect, text: Sql, to: string): Sql {
  const { key, active } = acceptedColumns;
  return sql`${text} is not null and not exists (
    select 1 from ${sql.id(acceptedTable(to))} as "other"
    where ${sql.id('other', key)} = ${text} and ${sql.id('other', active)} = ${yes})`;
}
