import { sql } from 'kysely';
import type { MomentForm } from '../moment-form.js';
import type { Sql } from '../sql-text.js';
import type { StagingDialect } from '../staging-dialect.js';

/** A subquery in the place of a value, which computes another one once and calls it by a name. */
const having = (name: string, value: Sql, result: Sql): Sql =>
  sql`(select ${result} from (select ${value} as ${sql.id(name)} offset 0) as "had")`;

/** The text in ISO 8601, of a text that has the form. */
function isoText(value: Sql, { padded, parts }: MomentForm): Sql {
  const even = padded ? sql.id('even') : value;
  const iso = sql.join(
    parts.map((part) => {
      if (typeof part === 'string') return sql.lit(part);
      const { from, length } = part;
      return length === undefined
        ? sql`substr(${even}, ${sql.lit(from)})`
        : sql`substr(${even}, ${sql.lit(from)}, ${sql.lit(length)})`;
    }),
    sql` || `,
  );
  if (!padded) return sql`(${iso})`;
  return having('even', sql`regexp_replace(${value}, '(?<![0-9])(?=[0-9](?![0-9]))', '0', 'g')`, iso);
}

/** Its reading by the first form that fits and is a moment: there is no 30 February. */
function firstOf(
  value: Sql,
  forms: readonly MomentForm[],
  typeOf: (form: MomentForm) => 'timestamp' | 'timestamptz',
  read: (iso: Sql, form: MomentForm) => Sql,
): Sql {
  const iso = sql.id('iso');
  const readings = forms.map((form) => {
    const reading = sql`case when pg_input_is_valid(${iso}, ${sql.lit(typeOf(form))}) then ${read(iso, form)} end`;
    return sql`case when ${value} ~ ${sql.lit(form.pattern)} then ${having('iso', isoText(value, form), reading)} end`;
  });
  return sql`coalesce(${sql.join(readings)})`;
}

export const postgresMoments: Pick<StagingDialect, 'date' | 'datetime'> = {
  date: (value, forms) =>
    firstOf(
      value,
      forms,
      () => 'timestamp',
      (iso) => sql`to_char(${iso}::timestamp, 'YYYY-MM-DD')`,
    ),
  datetime: (value, forms, zone) =>
    firstOf(
      value,
      forms,
      ({ offset }) => (offset ? 'timestamptz' : 'timestamp'),
      (iso, { offset }) => {
        const moment = offset
          ? sql`${iso}::timestamptz`
          : sql`${iso}::timestamp at time zone ${sql.lit(zone)}`;
        return sql`to_char((${moment}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
      },
    ),
};
