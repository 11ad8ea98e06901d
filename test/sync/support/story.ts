import fc from 'fast-check';
import { type Integration, integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import type { SourceRow } from '../../../apps/batch-sync/src/extract/source-row.js';
import type { Meanings, Row, Value } from './expected-sync.js';

/** What happens to a source and to the register that it refers to. */
export interface Story {
  readonly register: Integration;
  readonly source: Integration;
  readonly steps: readonly Step[];
}

export type Step =
  | {
      readonly kind: 'delivery';
      readonly to: 'register' | 'source';
      readonly rows: SourceRow[];
      readonly goneApproved: boolean;
    }
  /** Everything that is pending is loaded, but every so many-th row is refused and put into quarantine. */
  | { readonly kind: 'load'; readonly refused: number };

type ColumnType = Integration['columns'][string]['type'];

const texts = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Alpha', 'alpha', 'Beta', ' Beta ', 'NA', '', ' ') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'caf\u00e9',
      'cafe\u0301',
      '\u00a0x\u2003',
      '\u3000x',
      'a\r\nb',
      'a\nb',
      'a\rb',
      'x|y',
      'back\\slash',
      'tab\there',
      '\\N',
      '\\.',
      "it's",
      '"said"',
      'nul\0',
      '\ud83d\ude00',
      'half \ud83d',
      '\u0085n',
      '\u00c9TAGE',
      '$1',
      '{"a":1}',
      'a=1:b',
      '\ufeffz',
      'NULL',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'binary-ascii' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'longer than a short column',
      `${'a description that goes on and on '.repeat(80)}and ends`,
    ),
  },
);

const numbers = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('0', '1', '1.0', '01', '1e0', '+1', '-0', '2.50', ' 2.5 ', '7', '-3'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '1e999',
      '1e-400',
      'NaN',
      'Infinity',
      '0x1F',
      '1,5',
      '1_000',
      '.5',
      '5.',
      '.',
      'abc',
      '',
      'NA',
      '123456789012345678',
      '1E3',
      '0.1',
      '1.2.3',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: -1_000_000_000 }).map((whole) => String(whole / 4_096)) },
);

const booleans = fc.constantFrom('true', 'TRUE', 'True', 'false', 'False', 'yes', '1', '', ' true ');

const moments = fc.constantFrom(
  '2016-04-12',
  '2016-04-12T07:54',
  '2016-04-12 07:54:00',
  '2016-04-12T07:54:00.000Z',
  '2016-04-12T03:54:00-04:00',
  '2016-04-12T03:54-0400',
  '2016-04-12T09:54:00+02',
  '2016-02-30',
  '2023-02-29',
  '2024-02-29',
  '2016-13-01',
  '4/12/2016 7:54',
  '04/12/2016 07:54',
  '2/30/2016 7:54',
  '4/12/2016 25:00',
  '12.04.16',
  '12.04.61',
  '04/12/2016 07:54:00 AM',
  '04/12/2016 07:54:00 pm',
  '4-Apr-2016',
  '14-apr-2016',
  'soon',
  '',
  '0',
);

const valuesOf: Record<ColumnType, fc.Arbitrary<string>> = {
  text: texts,
  number: numbers,
  boolean: booleans,
  date: moments,
  datetime: moments,
};

/** Few keys, so that rows are there again, gone, and back. */
const keyTexts = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 14 }).map((number) => `K${number}`) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 14 }).map((number) => ` k${number}\u00a0`) },
  { weight: 1, arbitrary: fc.constantFrom('', 'K|1', 'caf\u00e9', 'cafe\u0301') },
);

const formats = ['M/d/yyyy H:mm', 'dd.MM.yy', 'MM/dd/yyyy hh:mm:ss a', 'd-MMM-yyyy'];

const column = fc
  .record({
    type: fc.constantFrom<ColumnType>('text', 'text', 'number', 'number', 'boolean', 'date', 'datetime'),
    case: fc.option(fc.constantFrom('lower' as const, 'upper' as const), { nil: undefined, freq: 3 }),
    nothing: fc.constantFrom([], [], ['NA'], ['NA', 'Alpha', "it's"]),
    pattern: fc.option(fc.constantFrom('^[^ ]+$', '[0-9A-Za-z]', '^.{0,6}$'), { nil: undefined, freq: 6 }),
    format: fc.uniqueArray(fc.constantFrom(...formats), { maxLength: 3 }),
    zone: fc.option(fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Kolkata'), { nil: undefined }),
  })
  .map(({ type, case: inCase, format, zone, pattern, ...rest }) => ({
    type,
    ...rest,
    ...(pattern !== undefined && { pattern }),
    ...(type === 'text' && inCase && { case: inCase }),
    ...(type === 'date' || type === 'datetime'
      ? { ...(format.length > 0 && { format }), ...(zone && { zone }) }
      : {}),
  }));

interface Computed {
  readonly name: string;
  readonly type: ColumnType;
  readonly sql: string;
  readonly means: (row: Row) => Value | boolean;
}

const number = (value: Value | undefined) => (typeof value === 'number' ? value : null);

/** Columns and conditions over one column, in SQL and in TypeScript. */
function expressionsOver(name: string, type: ColumnType): Computed[] {
  const of = (row: Row) => row[name] ?? null;
  const any: Computed[] = [
    {
      name: `filled_${name}`,
      type: 'text',
      sql: `case when ${name} is null then 'none' else 'some' end`,
      means: (row) => (of(row) === null ? 'none' : 'some'),
    },
  ];
  if (type === 'number') {
    return [
      ...any,
      {
        name: `half_${name}`,
        type: 'number',
        sql: `${name} / 2`,
        means: (row) => (number(of(row)) === null ? null : Number(of(row)) / 2),
      },
      {
        name: `big_${name}`,
        type: 'boolean',
        sql: `${name} > 1`,
        means: (row) => (number(of(row)) === null ? null : Number(of(row)) > 1),
      },
    ];
  }
  return [
    ...any,
    {
      name: `head_${name}`,
      type: 'text',
      sql: `left(${name}, 3)`,
      means: (row) => (of(row) === null ? null : [...String(of(row))].slice(0, 3).join('')),
    },
    {
      name: `said_${name}`,
      type: 'text',
      sql: `concat_ws('-', ${name}, 'x')`,
      means: (row) => (of(row) === null ? 'x' : `${String(of(row))}-x`),
    },
  ];
}

const conditionsOver = (name: string, type: ColumnType): { sql: string; means: (row: Row) => boolean }[] =>
  type === 'number'
    ? [{ sql: `${name} > 5`, means: (row) => (number(row[name]) ?? 0) > 5 }]
    : [{ sql: `${name} = 'Alpha'`, means: (row) => row[name] === 'Alpha' }];

const queries: ((name: string) => [string, Meanings['queries'][string]])[] = [
  (name) => [
    `select distinct ${name} as "key" from rows where ${name} is not null`,
    (rows) => [...new Set(rows.flatMap((row) => row[name] ?? []))].map((key) => ({ key: String(key) })),
  ],
  (name) => [
    `select ${name} as "key", count(*) as how_many from rows group by ${name}`,
    (rows) => {
      const counts = new Map<string, number>();
      for (const row of rows) {
        const key = row[name] ?? null;
        if (key !== null) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
      }
      return [...counts].map(([key, count]) => ({ key, how_many: String(count) }));
    },
  ],
];

const described = { owner: 'Nobody', need: 'A test', pattern: 'batch', source: { format: { kind: 'csv' } } };
const target = { table: 'account', columns: {} };

/** A register of three keys, and a random source beside it. The names make their tables their own. */
export const stories = (name: string): fc.Arbitrary<{ story: Story; meanings: Meanings }> =>
  fc
    .record({
      columns: fc.array(column, { minLength: 1, maxLength: 6 }),
      compared: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      keys: fc.constantFrom<string[]>(['id'], ['id'], ['id', 'part'], ['id', 'figure'], ['computed_key']),
      caseOfKey: fc.option(fc.constantFrom('lower' as const, 'upper' as const), { nil: undefined }),
      computed: fc.array(fc.nat(), { maxLength: 4 }),
      chained: fc.boolean(),
      rules: fc.array(
        fc.record({
          kind: fc.constantFrom('required', 'number', 'reference', 'unless'),
          pick: fc.nat(),
          whole: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
      delivers: fc.constantFrom('everything', 'everything', 'everything', 'news'),
      gone: fc.constantFrom('deactivated', 'deactivated', 'deactivated', 'kept'),
      guards: fc.record({
        rejected: fc.constantFrom(0.2, 0.5, 0.8, 1),
        deactivated: fc.constantFrom(0.2, 0.5, 1, 1),
      }),
      otherColumns: fc.constantFrom('ignored', 'kept'),
      entity: fc.option(fc.nat({ max: queries.length - 1 }), { nil: undefined }),
    })
    .chain((given) => {
      const others = given.columns.map((each, index) => ({
        name: `c${index}`,
        ...each,
        compared: given.compared[index] !== false || index === 0,
      }));
      const columns = Object.fromEntries(others.map(({ name: each, ...rest }) => [each, rest]));
      const computed = given.computed.map((pick) => {
        const over = others[pick % others.length];
        const choices = over ? expressionsOver(over.name, over.type) : [];
        return choices[pick % choices.length];
      });
      const chosen = [
        ...new Map(computed.flatMap((each) => (each ? [[each.name, each] as const] : []))).values(),
      ];
      const chained =
        given.chained && chosen[0] ? expressionsOver(chosen[0].name, chosen[0].type).slice(0, 1) : [];
      const keyExpression: Computed = {
        name: 'computed_key',
        type: 'text',
        sql: `concat(id, '/')`,
        means: (row) => `${String(row['id'] ?? '')}/`,
      };
      const allComputed = [
        ...chosen,
        ...chained,
        ...(given.keys.includes('computed_key') ? [keyExpression] : []),
      ];
      const conditions = others.flatMap((each) => conditionsOver(each.name, each.type));
      const rules = given.rules.map(({ kind, pick, whole }, index) => {
        const about = { reason: `R${3 + (index % 2)}`, says: `Rule ${index}` };
        const any = others[pick % others.length]?.name ?? 'c0';
        if (kind === 'required') return { ...about, required: [any] };
        if (kind === 'number') return { ...about, number: { column: any, min: -5, max: 100, whole } };
        if (kind === 'reference') return { ...about, reference: { column: 'ref', to: `${name}-register` } };
        return { ...about, unless: conditions[pick % conditions.length]?.sql };
      });
      const query = given.entity === undefined ? undefined : queries[given.entity]?.('ref');
      const source = integration.parse({
        ...described,
        name: `${name}-source`,
        source: { ...described.source, otherColumns: given.otherColumns },
        key: given.keys,
        columns: {
          id: { ...(given.caseOfKey && { case: given.caseOfKey }) },
          part: {},
          figure: { type: 'number' },
          ref: { case: 'upper' },
          ...columns,
        },
        computed: Object.fromEntries(allComputed.map(({ name: each, sql, type }) => [each, { sql, type }])),
        rules,
        delivers: given.delivers,
        gone: given.gone,
        guards: given.guards,
        target,
        ...(query && { entities: { things: { sql: query[0], target } } }),
      });
      const register = integration.parse({
        ...described,
        name: `${name}-register`,
        key: ['id'],
        columns: { id: {} },
        guards: { deactivated: 1 },
        target,
      });
      const meanings: Meanings = {
        expressions: Object.fromEntries([
          ...allComputed.map(({ sql, means }) => [sql, means] as const),
          ...conditions.map(({ sql, means }) => [sql, means] as const),
        ]),
        queries: query ? { [query[0]]: query[1] } : {},
      };
      return steps(source).map((all) => ({ story: { register, source, steps: all }, meanings }));
    });

function steps({ columns, source }: Integration): fc.Arbitrary<Step[]> {
  const values = fc.record(
    Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, valuesOf[type]] as const)),
    { requiredKeys: [] },
  );
  const fixed = fc.record({
    id: keyTexts,
    part: fc.constantFrom('p', 'q'),
    figure: fc.constantFrom('1', '1.0', '01', '2.50', '2.5', 'x'),
    ref: fc.constantFrom('A', 'b', 'C', ' c ', '', 'D'),
  });
  const kept = fc.dictionary(fc.constantFrom('colour', 'addr:full', 'Größe', 'x'), texts, { maxKeys: 3 });
  const row = fc.record({
    values: fc.tuple(values, fixed).map(([some, always]) => ({ ...some, ...always })),
    others: kept,
    malformed: fc.integer({ min: 0, max: 40 }).map((chance) => chance === 0),
  });
  // Most rows are there again in the next delivery, some written otherwise; a few are new or have changed.
  const known = fc.uniqueArray(row, {
    minLength: 6,
    maxLength: 16,
    selector: ({ values: { id } }) => id.trim().toLowerCase(),
  });
  const sourceRows = known.chain((all) =>
    fc.array(
      fc
        .tuple(
          fc.shuffledSubarray(all, { minLength: Math.floor(all.length * 0.6) }),
          fc.array(row, { maxLength: 5 }),
          fc.boolean(),
        )
        .map(([again, fresh, spaced]) =>
          [...again.map((each) => (spaced ? withSpace(each) : each)), ...fresh].map(
            ({ malformed, others, values: read }, index): SourceRow =>
              malformed
                ? { number: index + 1, defect: 'It has a quote too many.', values: {} }
                : { number: index + 1, values: read, ...(source.otherColumns === 'kept' && { others }) },
          ),
        ),
      { minLength: 3, maxLength: 7, size: 'max' },
    ),
  );
  const registerRows = fc
    .subarray(['A', 'B', 'C'], { minLength: 1 })
    .map((keys) => keys.map((id, index): SourceRow => ({ number: index + 1, values: { id } })));
  const goneApproved = fc.constantFrom(true, false, false);
  const deliveries = sourceRows.chain((all) => fc.tuple(...all.map((rows) => toSource(rows))));
  const toSource = (rows: SourceRow[]): fc.Arbitrary<Step> =>
    goneApproved.map((approved) => ({ kind: 'delivery', to: 'source', rows, goneApproved: approved }));
  const between: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant('delivery' as const),
      to: fc.constant('register' as const),
      rows: registerRows,
      goneApproved,
    }),
    fc.record({ kind: fc.constant('load' as const), refused: fc.integer({ min: 2, max: 6 }) }),
  );
  return fc
    .tuple(
      deliveries,
      fc.array(fc.option(between, { nil: undefined, freq: 3 }), { minLength: 8, maxLength: 8 }),
    )
    .map(([all, others]) => all.flatMap((step, index) => [others[index] ?? [], step].flat()));
}

/** The same row: only white space was added. */
function withSpace<Given extends { values: Record<string, string | undefined> }>(row: Given): Given {
  const values = Object.entries(row.values).map(([name, value]) => [name, value && `\u00a0${value} \u3000`]);
  return { ...row, values: Object.fromEntries(values) as Given['values'] };
}
