import fc from 'fast-check';
import type { Integration } from '../../../../apps/batch-sync/src/catalogue/integration.js';
import { type Column, optionsOf, type Schema, type Table } from '#lib/dataverse-schema';

type Target = Integration['target'];
type Mapping = Target['columns'][string];
type Entities = Integration['entities'];

/** A column of a source, or one that is computed, with what its values mean. */
export interface TypedColumn {
  readonly name: string;
  readonly type: Integration['columns'][string]['type'];
}

/** What is drawn for a target: the rest follows. */
export interface TargetDraw {
  readonly table: string;
  readonly registerTable: string;
  readonly entityTable: string;
  readonly picks: readonly number[];
}

export const targetDraws: fc.Arbitrary<TargetDraw> = fc.record({
  table: fc.constantFrom('account', 'contact', 'incident', 'cw_asset', 'cw_workorder'),
  registerTable: fc.constantFrom('account', 'contact', 'cw_asset'),
  entityTable: fc.constantFrom('account', 'contact'),
  picks: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 200, maxLength: 200 }),
});

/** Whose rows a target may bind, with the column that holds their keys, by their tables. */
export type Bindable = Readonly<Record<string, { readonly to: string; readonly column: string } | undefined>>;

const OWN = ['cw_key', 'cw_naturalkey', 'cw_sourcesystem', 'cw_rowhash'];
const ANONYMOUS = { id: 'c0a5e3a7-0000-8000-8000-000000000001', columns: { lastname: 'Nobody' } };

/** A number is written in so many characters, or fewer. */
const LONGEST_NUMBER = 30;

/** Draws one after the other. */
class Picker {
  private next = 0;

  constructor(private readonly picks: readonly number[]) {}

  below(count: number): number {
    const pick = this.picks[this.next++ % this.picks.length] ?? 0;
    return pick % count;
  }

  of<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.below(items.length)];
  }
}

/** Any mapping that the schema allows, of about half of the table's columns. */
export function randomTarget(
  schema: Schema,
  draw: TargetDraw,
  columns: readonly TypedColumn[],
  bindable: Bindable,
  conditions: readonly string[],
): Target {
  const table = schema.tables.find(({ name }) => name === draw.table);
  if (!table) throw new Error(`There is no table ${draw.table}.`);
  const picker = new Picker(draw.picks);
  const mapped = writableColumns(table).flatMap((column): [string, Mapping][] => {
    const isNeeded = column.required === 'system';
    const mapping = isNeeded
      ? { row: { table: 'contact', ...ANONYMOUS } }
      : randomMapping({ schema, table, columns, bindable, picker }, column);
    return mapping ? [[column.name, mapping]] : [];
  });
  const sql = draw.table === 'incident' ? picker.of(conditions) : undefined;
  return {
    table: draw.table,
    columns: Object.fromEntries(mapped),
    ...(sql !== undefined && { closedWhen: { sql, status: 'Problem Solved', subject: 'It is over' } }),
  };
}

/** Where a column has a default, no page says what becomes of nothing in a new row. */
const writableColumns = ({ columns, primaryId }: Table): Column[] =>
  columns.filter(
    (column) =>
      column.set === undefined &&
      !OWN.includes(column.name) &&
      column.name !== primaryId &&
      column.type !== 'uniqueidentifier' &&
      !('default' in column && column.default !== undefined),
  );

interface MappingGround {
  readonly schema: Schema;
  readonly table: Table;
  readonly columns: readonly TypedColumn[];
  readonly bindable: Bindable;
  readonly picker: Picker;
}

function randomMapping(ground: MappingGround, column: Column): Mapping | undefined {
  const { columns, picker } = ground;
  const form = picker.below(10);
  if (form < 4) return undefined;
  if (column.type === 'lookup') {
    const lookup = picker.of(Object.keys(column.targets).flatMap((table) => ground.bindable[table] ?? []));
    return lookup && { lookup };
  }
  if (form === 4) return { value: literalOf(ground, column) };
  const from = picker.of(columns.filter(({ type }) => fits(column, type)));
  if (!from) return undefined;
  const named = { column: from.name };
  if (column.type === 'choice' || (form === 5 && from.type === 'text' && isText(column)))
    return { ...named, ...randomList(ground, column) };
  if (!isText(column) || from.type !== 'text') return named;
  if (form === 6) return { ...named, cut: true };
  return (form === 7 || form === 8) && hasNotes(ground) ? { ...named, note: `All of ${column.name}` } : named;
}

function randomList(
  { schema, picker }: MappingGround,
  column: Column,
): { values?: Record<string, string>; otherwise?: string } {
  const words =
    column.type === 'choice' ? optionsOf(schema, column).map(({ label }) => label) : ['One', 'Two'];
  const word = () => picker.of(words) ?? '';
  const isListed = column.type !== 'choice' || picker.below(3) > 0;
  return {
    ...(isListed && { values: { Alpha: word(), Beta: word(), "it's": word(), 'x|y': word() } }),
    ...(picker.below(2) === 0 && { otherwise: word() }),
  };
}

function literalOf({ schema, picker }: MappingGround, column: Column): string | number | boolean | null {
  switch (column.type) {
    case 'string':
    case 'memo':
      return 'Always';
    case 'choice':
      return picker.of(optionsOf(schema, column))?.label ?? null;
    case 'integer':
    case 'double':
    case 'decimal':
      return 7;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function fits(column: Column, type: TypedColumn['type']): boolean {
  switch (column.type) {
    case 'string':
    case 'memo':
      return type !== 'number' || column.length > LONGEST_NUMBER;
    case 'integer':
    case 'double':
    case 'decimal':
      return type === 'number';
    case 'choice':
      return type === 'text';
    default:
      return type === column.type;
  }
}

const isText = ({ type }: Column): boolean => type === 'string' || type === 'memo';

const hasNotes = ({ schema, table }: MappingGround): boolean =>
  schema.tables
    .find(({ name }) => name === 'annotation')
    ?.columns.some((column) => column.type === 'lookup' && Object.hasOwn(column.targets, table.name)) ??
  false;

/** The register has nothing but keys. */
export const registerTarget = ({ registerTable: table }: TargetDraw): Target => ({
  table,
  columns: { [table === 'cw_asset' ? 'cw_type' : 'description']: { value: 'Registered' } },
});

/** What follows from a source has a key, and perhaps how many rows have it. */
export const withEntityTargets = (entities: Entities, { entityTable: table }: TargetDraw): Entities =>
  Object.fromEntries(
    Object.entries(entities).map(([name, { sql }]) => [
      name,
      {
        sql,
        target: { table, columns: sql.includes('how_many') ? { telephone1: { column: 'how_many' } } : {} },
      },
    ]),
  );
