import { createHash, createHmac } from 'node:crypto';
import type { Integration } from '../../../../apps/batch-sync/src/catalogue/integration.js';
import { type Column, optionsOf, type Schema, type Table } from '#lib/dataverse-schema';
import type { ExpectedSync, Meanings, Row, Value } from '../expected-sync.js';

type Target = Integration['target'];
type Mapping = Target['columns'][string];

/** What a column holds: a number also where a text writes it. A bound row is told by its `cw_key`, or by its GUID. */
export type Held = string | number | boolean | null | { readonly cwKey: string };

/** A row as Dataverse must hold it. */
export interface ExpectedRow {
  readonly key: string;
  readonly values: Readonly<Record<string, Held>>;
  /** By their subjects. */
  readonly notes: Readonly<Record<string, string>>;
  isActive: boolean;
  isClosed: boolean;
  /** When it was written, among all that was done. */
  writtenAt: number;
}

/** Why a row cannot be written. */
class Refused extends Error {
  constructor(readonly forWantOf?: { readonly step: string; readonly key: string }) {
    super('It is refused.');
  }
}

/** Rows of one kind. */
interface Step {
  readonly name: string;
  readonly target: Target;
  readonly types: Readonly<Record<string, string | undefined>>;
}

const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * What Dataverse must hold after loads, row by row, from the words of integrations/README.md alone: it shares no code with the load that it
 * judges.
 */
export class ExpectedDataverse {
  private readonly steps = new Map<string, Map<string, ExpectedRow>>();
  private readonly waiting = new Map<object, { parent: { step: string; key: string }; since: number }>();
  private now = 0;

  constructor(
    private readonly schema: Schema,
    private readonly sync: ExpectedSync,
    private readonly meanings: Meanings,
    private readonly keySecret: string,
    /** Which table the rows of a step go to. */
    private readonly tables: ReadonlyMap<string, string>,
  ) {}

  rowsOf(step: string): Map<string, ExpectedRow> {
    const rows = this.steps.get(step) ?? new Map<string, ExpectedRow>();
    this.steps.set(step, rows);
    return rows;
  }

  /** Rows whose content and state Dataverse refuses. */
  quarantined(step: string): number {
    return [...this.sync.table(step).values()].filter(
      ({ quarantined, content, active }) => quarantined?.content === content && quarantined.active === active,
    ).length;
  }

  /** Brings all that is pending of an integration into Dataverse: its entities first, for its own rows may name them. */
  load({ name, target, entities, columns, computed }: Integration): void {
    const types = Object.fromEntries(
      Object.entries({ ...columns, ...computed }).map(([column, { type }]) => [column, type]),
    );
    const derived = Object.entries(entities).map(([entity, of]) => ({
      ...{ name: `${name}/${entity}`, target: of.target },
      types: {},
    }));
    const steps: Step[] = [...derived, { name, target, types }];
    for (const step of steps) this.write(step);
    for (const step of steps) this.close(step);
    for (const step of steps) this.deactivate(step);
  }

  cwKeyOf(step: string, key: string): string {
    const told = `${step}\u001f${key}`;
    return this.tableOf(step).personal
      ? createHmac('sha256', this.keySecret).update(told).digest('hex')
      : createHash('sha256').update(told).digest('hex');
  }

  private write(step: Step): void {
    const rows = this.rowsOf(step.name);
    this.releaseOrphans(step);
    for (const [key, row] of this.sync.pending(step.name)) {
      if (!row.active || rows.get(key)?.isClosed) continue;
      this.now += 1;
      const now = { content: row.content, active: true };
      try {
        const values = this.valuesOf(step, row.values);
        const notes = this.notesOf(step, row.values);
        rows.set(key, { key, values, notes, isActive: true, isClosed: false, writtenAt: this.now });
        row.loaded = now;
        delete row.quarantined;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        row.quarantined = now;
        if (error.forWantOf) this.waiting.set(row, { parent: error.forWantOf, since: this.now });
        else this.waiting.delete(row);
      }
    }
  }

  /** Whose parent has been written since they were refused for want of it. */
  private releaseOrphans({ name }: Step): void {
    for (const [, row] of this.sync.table(name)) {
      const waits = this.waiting.get(row);
      if (!waits) continue;
      const parent = this.rowsOf(waits.parent.step).get(waits.parent.key);
      if (!parent || parent.writtenAt < waits.since) continue;
      this.waiting.delete(row);
      delete row.quarantined;
    }
  }

  private close({ name, target: { closedWhen }, types }: Step): void {
    if (!closedWhen) return;
    const means = this.meanings.expressions[closedWhen.sql];
    for (const [key, row] of this.sync.table(name)) {
      const held = this.rowsOf(name).get(key);
      if (!held || row.loaded?.content !== row.content || !row.active) continue;
      if (means?.(readableValues(row.values, types)) === true) held.isClosed = true;
    }
  }

  private deactivate({ name }: Step): void {
    for (const [key, row] of this.sync.pending(name)) {
      const held = this.rowsOf(name).get(key);
      if (row.active || !held || held.isClosed || !row.loaded) continue;
      held.isActive = false;
      row.loaded = { content: row.loaded.content, active: false };
      delete row.quarantined;
    }
  }

  private valuesOf({ name: step, target, types }: Step, row: Row): Record<string, Held> {
    const table = this.tableOf(step);
    return Object.fromEntries(
      Object.entries(target.columns).map(([name, mapping]) => {
        const column = columnNamed(table, name);
        const value = this.accepted(column, this.valueOf(mapping, column, row, types), mapping);
        return [column.type === 'lookup' ? `_${name}_value` : name, value];
      }),
    );
  }

  private valueOf(mapping: Mapping, column: Column, row: Row, types: Step['types']): Held {
    if ('value' in mapping) return this.literal(column, mapping.value);
    if ('row' in mapping) return mapping.row.id;
    if ('lookup' in mapping) return this.bound(mapping.lookup, row[mapping.lookup.column] ?? null);
    const value = row[mapping.column] ?? null;
    if (value === null) return null;
    if (mapping.values || column.type === 'choice') {
      const listed = mapping.values?.[String(value)];
      if (listed !== undefined) return this.literal(column, listed);
      const label = mapping.values ? undefined : this.optionNamed(column, String(value));
      return label ?? this.literal(column, mapping.otherwise ?? null);
    }
    return isReadable(value, types[mapping.column]) ? inDataverse(column, value) : null;
  }

  private bound({ to }: { to: string }, key: Value): Held {
    if (key === null) return null;
    const parent = { step: to, key: String(key) };
    if (!this.rowsOf(to).has(parent.key)) throw new Refused(parent);
    return { cwKey: this.cwKeyOf(to, parent.key) };
  }

  private literal(column: Column, value: string | number | boolean | null): Held {
    return column.type === 'choice' && typeof value === 'string'
      ? (this.optionNamed(column, value) ?? null)
      : value;
  }

  private optionNamed(column: Column, label: string): number | undefined {
    if (column.type !== 'choice') return undefined;
    return optionsOf(this.schema, column).find((option) => option.label === label)?.value;
  }

  /** What Dataverse takes, as it keeps it. */
  private accepted(column: Column, value: Held, mapping: Mapping): Held {
    if (typeof value === 'string' && 'length' in column) {
      const isCut = 'column' in mapping && (mapping.cut === true || mapping.note !== undefined);
      if (value.length > column.length && !isCut) throw new Refused();
      const kept = isCut ? cut(value, column.length) : value;
      if (NOT_IN_XML.test(kept)) throw new Refused();
      return kept;
    }
    if (typeof value === 'number' && (column.type === 'integer' || column.type === 'double')) {
      const { min = -Infinity, max = Infinity, precision } = column;
      if (column.type === 'integer' && (!Number.isInteger(value) || Math.abs(value) >= 2 ** 31))
        throw new Refused();
      if (value < min || value > max) throw new Refused();
      return precision === undefined ? value : Number(value.toFixed(precision));
    }
    if (typeof value === 'string' && ['date', 'datetime'].includes(column.type) && value < '1753')
      throw new Refused();
    return value;
  }

  private notesOf({ name: step, target }: Step, row: Row): Record<string, string> {
    const table = this.tableOf(step);
    return Object.fromEntries(
      Object.entries(target.columns).flatMap(([name, mapping]) => {
        const column = columnNamed(table, name);
        if (!('column' in mapping) || mapping.note === undefined || !('length' in column)) return [];
        const text = String(row[mapping.column] ?? '');
        if (text.length <= column.length) return [];
        if (NOT_IN_XML.test(text)) throw new Refused();
        return [[mapping.note, text]];
      }),
    );
  }

  tableOf(step: string): Table {
    const table = this.schema.tables.find(({ name }) => name === this.tables.get(step));
    if (!table) throw new Error(`There is no table of ${step}.`);
    return table;
  }
}

function columnNamed({ columns }: Table, name: string): Column {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`There is no column ${name}.`);
  return column;
}

/** A text that its own type cannot read means nothing. */
function isReadable(value: Value, type: string | undefined): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'date':
      return isMoment(`${String(value)}T00:00:00.000Z`);
    case 'datetime':
      return isMoment(String(value));
    default:
      return true;
  }
}

function isMoment(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

const readableValues = (values: Row, types: Step['types']): Row =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isReadable(value, types[name]) ? value : null]),
  );

function inDataverse(column: Column, value: Value): Held {
  if (column.type === 'boolean') return value === 'true';
  if (column.type === 'datetime') return `${String(value).slice(0, 19)}Z`;
  return value;
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, length - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
