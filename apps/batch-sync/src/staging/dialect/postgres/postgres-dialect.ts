import { sql } from 'kysely';
import { namesOf, type Sql } from '../sql-text.js';
import type { StagingDialect } from '../staging-dialect.js';
import { postgresMoments } from './postgres-moments.js';

/** The property White_Space of Unicode. */
const whiteSpace =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';
const asciiWhiteSpace = '\t\n\v\f\r ';

const numeral = '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$';

/** A text in the statement itself: the planner sees a constant, and a statement has no more parameters than columns. */
const text = (value: string): Sql => sql.lit(value);

/** Most texts are of ASCII, which is one byte a character, and in no need of NFC. */
const trimmed = (value: Sql): Sql => sql`case when octet_length(${value}) = char_length(${value})
  then btrim(replace(${value}, ${text('\r\n')}, ${text('\n')}), ${text(asciiWhiteSpace)})
  else btrim(replace(normalize(${value}, nfc), ${text('\r\n')}, ${text('\n')}), ${text(whiteSpace)}) end`;

/** PostgreSQL 17 and later. */
export const postgresDialect: StagingDialect = {
  ...postgresMoments,
  types: {
    text: sql`text`,
    // By its bytes: sorted fast, and alike wherever it runs.
    key: sql`text collate "C"`,
    hash: sql`bytea`,
    flag: sql`boolean`,
    integer: sql`bigint`,
    moment: sql`timestamptz`,
  },
  true: sql`true`,
  false: sql`false`,

  normalForm: (value) => sql`nullif(${trimmed(value)}, '')`,
  normalObject: (json) => sql`case when pg_input_is_valid(${json}, 'jsonb') then (
    select nullif(jsonb_object_agg("name", ${trimmed(sql.id('value'))}) filter (where ${trimmed(sql.id('value'))} <> ''), '{}')::text
    from jsonb_each_text(case when jsonb_typeof(${json}::jsonb) = 'object' then ${json}::jsonb else '{}' end) as "each" ("name", "value"))
  else ${json} end`,
  inCase: (value, which) => sql`${sql.raw(which)}(${value} collate "pg_c_utf8") collate "default"`,
  matches: (value, pattern) => sql`${value} ~ ${text(pattern)}`,
  // A collation that the value has of its own would be that of all that is made of it.
  asText: (value) => sql`(${value})::text collate "default"`,
  length: (value) => sql`char_length(${value})`,
  joined: (texts) => sql.join([...texts], sql` || `),

  number: (value) =>
    sql`case when ${value} ~ ${text(numeral)} and pg_input_is_valid(${value}, 'float8') then ${value}::float8 end`,
  // Adding nothing makes one of the two zeros.
  numberText: (number) => sql`(${number} + 0)::text`,

  hash: (values) => {
    const inOneOrder = [...values].sort((one, other) => (one.name < other.name ? -1 : 1));
    const parts = inOneOrder.map(
      ({ name, text: value }) =>
        sql`coalesce(${text(`${name}=`)} || char_length(${value}) || ':' || ${value}, '')`,
    );
    return sql`sha256(convert_to(${sql.join([sql`''`, ...parts], sql` || `)}, 'utf8'))`;
  },
  rowAsJson: (table, without) =>
    sql`jsonb_strip_nulls(to_jsonb(${sql.id(table)}) - array[${sql.join(without.map(text))}])`,

  hashText: (hash) => sql`encode(${hash}, 'hex')`,
  hashOfText: (value) => sql`decode(${value}, 'hex')`,
  jsonText: (json, name) => sql`((${json})::jsonb ->> ${text(name)})`,
  jsonRows: (json, names) => sql`
    select * from json_to_recordset(${json}::json) as "each" (${sql.join(names.map((name) => sql`${sql.id(name)} text`))})`,

  now: sql`now()`,
  fromNow: (ms) => sql`(now() + ${sql.lit(ms)} * interval '1 ms')`,

  firstUnlocked: ({ table, columns, where, orderBy }) => sql`
    select ${namesOf(columns)} from ${sql.id(table)} where ${where} order by ${orderBy} limit 1 for update skip locked`,

  computedOnce: (query) => sql`${query} offset 0`,
  workTable: (name, query, foundBy) => [
    sql`create temporary table ${sql.id(name)} on commit drop as ${query}`,
    ...(foundBy === undefined ? [] : [sql`create index on ${sql.id(name)} (${sql.id(foundBy)})`]),
    sql`analyze ${sql.id(name)}`,
  ],
  forManyRows: [
    sql`set local work_mem = '64MB'`,
    // To compile expressions by the hundred takes longer than to evaluate them.
    sql`set local jit = off`,
  ],
  lock: (name) => sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`,
  lockIfFree: (name) => sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free`,
  columnsOfTable: (table) => sql`
    select attname as "name" from pg_attribute
    where attrelid = to_regclass(${`"${table}"`}) and attnum > 0 and not attisdropped order by attnum`,
  analyze: (table) => sql`analyze ${sql.id(table)}`,
};
