import { DateTime } from 'luxon';
import type { SourceColumn } from '../../../apps/batch-sync/src/catalogue/column.js';
import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import type { SourceRow } from '../../../apps/batch-sync/src/extract/source-row.js';
import type { Changes } from '../../../apps/batch-sync/src/staging/delivery-report.js';

/** What a column holds: a number only where its type is one and the text writes one. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** What the SQL of an integration means, by the SQL. Expressions see what their columns' types can read, and null for the rest. */
export interface Meanings {
  readonly expressions: Readonly<Record<string, (row: Row) => Value | boolean>>;
  readonly queries: Readonly<Record<string, (rows: readonly Row[]) => (Row & { readonly key: string })[]>>;
}

interface Held {
  /** What is compared of its values. */
  content: string;
  active: boolean;
}

interface AcceptedRow extends Held {
  values: Row;
  loaded?: Held;
  quarantined?: Held;
}

type Table = Map<string, AcceptedRow>;

const none = { inserted: 0, updated: 0, unchanged: 0, reactivated: 0, deactivated: 0 };

/**
 * The rules G1 to G7 in memory, row by row, written from their words alone: it shares no code with the staging that it judges.
 */
export class ExpectedSync {
  private readonly tables = new Map<string, Table>();

  constructor(private readonly meanings: Meanings) {}

  table(rows: string): Table {
    const table = this.tables.get(rows) ?? new Map<string, AcceptedRow>();
    this.tables.set(rows, table);
    return table;
  }

  deliver(integration: Integration, rows: readonly SourceRow[], goneApproved: boolean) {
    const table = this.table(integration.name);
    const active = () => [...table.values()].filter((row) => row.active).length;
    const seen = new Set<string>();
    const accepted = new Map<string, Row>();
    const rejected: Record<string, number> = {};
    for (const row of rows) {
      const { key, values, reason } = this.judge(integration, row, seen);
      if (reason === undefined && key !== undefined) accepted.set(key, values);
      else if (reason !== undefined) rejected[reason] = (rejected[reason] ?? 0) + 1;
      if (key !== undefined) seen.add(key);
    }
    const report = { read: rows.length, rejected, accepted: accepted.size };
    const rejects = rows.length - accepted.size;
    const refused = (code: string) => ({
      ...report,
      ...none,
      deferred: 0,
      held: 0,
      activeAfter: active(),
      outcome: code,
      entities: {},
    });
    if (rows.length === 0) return refused('no-rows');
    if (rejects / rows.length > integration.guards.rejected) return refused('too-many-rejected');

    const ends = integration.delivers === 'everything' && integration.gone === 'deactivated';
    const gone = [...table].filter(([key, row]) => ends && row.active && !seen.has(key));
    const deferring = (rejected['R0'] ?? 0) + (rejected['R1'] ?? 0) > 0;
    if (!deferring && !goneApproved && gone.length > integration.guards.deactivated * active())
      return refused('too-many-gone');

    const held = [...table].filter(([key, row]) => row.active && seen.has(key) && !accepted.has(key));
    const counters = this.change(table, accepted, deferring ? [] : gone, comparedBy(integration));
    return {
      ...report,
      ...counters,
      deferred: deferring ? gone.length : 0,
      held: held.length,
      outcome: 'applied',
      entities: this.derive(integration),
    };
  }

  /** How many rows the load has to write now. It is the caller who says what becomes of them. */
  pending(rows: string): [string, AcceptedRow][] {
    return [...this.table(rows)].filter(([, row]) => {
      const { loaded, quarantined } = row;
      const wanted = row.active ? !isSame(loaded, row) : loaded?.active === true;
      return wanted && !isSame(quarantined, row);
    });
  }

  private judge(
    integration: Integration,
    row: SourceRow,
    seen: ReadonlySet<string>,
  ): { values: Row; key?: string; reason?: string } {
    if (row.defect !== undefined) return { values: {}, reason: 'R0' };
    const { kept, seenBySql } = this.read(integration, row);
    const parts = integration.key.map((name) => kept[name] ?? null);
    if (parts.includes(null)) return { values: kept, reason: 'R1' };
    const key = parts.join('|');
    if (seen.has(key)) return { key, values: kept, reason: 'R2' };
    const rule = integration.rules.find((each) => {
      if (each.required) return each.required.some((name) => kept[name] === null);
      if (each.number) return !isWithin(kept[each.number.column] ?? null, each.number);
      if (each.reference) {
        const asked = kept[each.reference.column] ?? null;
        return asked !== null && !this.table(each.reference.to).get(String(asked))?.active;
      }
      return this.meanings.expressions[each.unless ?? '']?.(seenBySql) === true;
    });
    return { key, values: kept, ...(rule && { reason: rule.reason }) };
  }

  private read(integration: Integration, { values, others }: SourceRow) {
    const kept: Record<string, Value> = {};
    const seenBySql: Record<string, Value> = {};
    const add = (name: string, text: string | null, column: Readings) => {
      const value = text === null ? null : reading(text, column);
      seenBySql[name] = value;
      kept[name] = value ?? (column.type === 'boolean' ? (text?.toLowerCase() ?? null) : text);
    };
    for (const [name, column] of Object.entries(integration.columns)) {
      const text = normal(values[name] ?? null);
      const empty =
        text === null ||
        column.nothing.includes(text) ||
        (column.pattern !== undefined && !new RegExp(column.pattern, 'su').test(text));
      const inCase = { lower: text?.toLowerCase(), upper: text?.toUpperCase() };
      add(name, empty ? null : column.case ? (inCase[column.case] ?? null) : text, column);
    }
    if (integration.source.otherColumns === 'kept') {
      const named = Object.entries(others ?? {}).map(([name, text]) => [name, normal(text)] as const);
      const filled = named
        .filter(([, text]) => text !== null)
        .sort(([one], [other]) => (one < other ? -1 : 1));
      kept['others'] = filled.length === 0 ? null : JSON.stringify(Object.fromEntries(filled));
    }
    for (const [name, { sql, type }] of Object.entries(integration.computed)) {
      const value = this.meanings.expressions[sql]?.(seenBySql) ?? null;
      add(name, normal(value === null ? null : String(value)), { type });
    }
    return { kept, seenBySql };
  }

  private change(
    table: Table,
    now: Map<string, Row>,
    gone: [string, AcceptedRow][],
    compared: string[],
  ): Changes {
    const counters = { ...none };
    for (const [key, values] of now) {
      const content = contentOf(values, compared);
      const before = table.get(key);
      if (!before) {
        counters.inserted += 1;
        table.set(key, { values, content, active: true });
      } else if (!before.active) {
        counters.reactivated += 1;
        Object.assign(before, { values, content, active: true });
      } else if (before.content !== content) {
        counters.updated += 1;
        Object.assign(before, { values, content });
      } else counters.unchanged += 1;
    }
    for (const [, row] of gone) row.active = false;
    const activeAfter = [...table.values()].filter(({ active }) => active).length;
    return { ...counters, deactivated: gone.length, activeAfter };
  }

  private derive({ name, entities, ...integration }: Integration): Record<string, Changes> {
    const types: Record<string, Readings> = { ...integration.columns, ...integration.computed };
    const rows = [...this.table(name)]
      .filter(([, { active }]) => active)
      .map(([key, { values }]) => ({ ...onlyReadable(values, types), key }));
    const derived = Object.entries(entities).map(([entity, { sql }]) => {
      const table = this.table(`${name}/${entity}`);
      const yielded = this.meanings.queries[sql]?.(rows) ?? [];
      const now = new Map(yielded.map(({ key, ...values }) => [key, values]));
      const gone = [...table].filter(([key, row]) => row.active && !now.has(key));
      const columns = Object.keys(yielded[0] ?? {}).filter((column) => column !== 'key');
      return [entity, this.change(table, now, gone, columns)] as const;
    });
    return Object.fromEntries(derived);
  }
}

type Readings = Pick<SourceColumn, 'type'> & Partial<Pick<SourceColumn, 'format' | 'zone'>>;

const comparedBy = ({ columns, computed, key, source }: Integration): string[] =>
  [
    ...Object.entries({ ...columns, ...computed })
      .filter(([, { compared }]) => compared)
      .map(([name]) => name),
    ...(source.otherColumns === 'kept' ? ['others'] : []),
  ].filter((name) => !key.includes(name));

/** Null and absent are the same. */
const contentOf = (values: Row, compared: readonly string[]): string =>
  JSON.stringify([...compared].sort().map((name) => values[name] ?? null));

/** Content and state. */
const isSame = (one: Held | undefined, other: Held): boolean =>
  one !== undefined && one.content === other.content && one.active === other.active;

const isWithin = (
  value: Value,
  { min, max, whole }: { min?: number | undefined; max?: number | undefined; whole: boolean },
) => {
  const number = typeof value === 'string' ? numberOf(value) : value;
  if (number === null) return false;
  return number >= (min ?? -Infinity) && number <= (max ?? Infinity) && (!whole || Number.isInteger(number));
};

const onlyReadable = (values: Row, types: Record<string, Readings>): Row =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const { type = 'text' } = types[name] ?? {};
      return [name, typeof value === 'string' ? reading(value, { type }) : value];
    }),
  );

function normal(text: string | null): string | null {
  if (text === null) return null;
  const held = text.replaceAll('\0', '\uFFFD').toWellFormed().normalize('NFC').replaceAll('\r\n', '\n');
  const trimmed = held.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
  return trimmed === '' ? null : trimmed;
}

function reading(text: string, { type, format = [], zone = 'UTC' }: Readings): Value {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return numberOf(text);
    case 'boolean':
      return ['true', 'false'].includes(text.toLowerCase()) ? text.toLowerCase() : null;
    case 'date':
    case 'datetime': {
      const moments = [
        ...format.map((each) => DateTime.fromFormat(text, each, { zone, locale: 'en' })),
        ...(isIso.test(text)
          ? [DateTime.fromISO(text.replace(' ', 'T'), { zone, setZone: type === 'date' })]
          : []),
      ];
      const moment = moments.find(({ isValid }) => isValid);
      return moment ? (type === 'date' ? moment.toISODate() : moment.toUTC().toISO()) : null;
    }
  }
}

const isIso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/;

/** What JavaScript reads as a finite number, but not its other ways to write one; a number too small to be told from 0 is none. */
function numberOf(text: string): number | null {
  if (!/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) return null;
  const number = Number(text);
  if (!Number.isFinite(number)) return null;
  if (number === 0 && /[1-9]/.test(text.replace(/e.*/i, ''))) return null;
  return number === 0 ? 0 : number;
}
