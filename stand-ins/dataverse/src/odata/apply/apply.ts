import { missing } from '../../not-implemented.js';
import type { Table } from '../../schema/table.js';
import { isReference, type Row, type Value } from '../../store/row.js';
import { FORMATTED_VALUE, type WantedAnnotations } from '../annotations.js';
import type { Data } from '../data.js';
import { readFilter } from '../filter/filter.js';
import { formattedNumber, formattedValue } from '../formatted-value.js';
import { passing, type RowSource } from '../page.js';
import type { ParameterAliases } from '../parameter-aliases.js';
import type { Json } from '../represent-row.js';
import { bindAggregate, takeAll, type BoundAggregate } from './aggregate.js';
import { bindGroupColumn, groupRows, type GroupColumn } from './group-rows.js';
import { parseApply } from './parse-apply.js';

/** A page of groups. The service pages aggregates too; we do not. */
const MOST_GROUPS = 5_000;

/**
 * Carries out an `$apply`: webapi/query/aggregate-data. A group has no property for what it has no value of.
 *
 * @throws DataverseError for what it cannot mean, and 0x8004e023 for more rows than are aggregated
 */
export function applyTo(
  source: RowSource,
  text: string,
  data: Data,
  table: Table,
  aliases: ParameterAliases,
  wanted: WantedAnnotations,
): readonly Json[] {
  const apply = parseApply(text);
  const filters = apply.filters.map((filter) => readFilter(filter, { ...data, table }, aliases));
  const columns = (apply.groupBy ?? []).map((path) => bindGroupColumn(data, table, path));
  const aggregates = apply.aggregates.map((aggregate) => bindAggregate(data, table, aggregate));
  const passes = (row: Row) => filters.every((filter) => filter.passes(row));
  const rows = takeAll(passing(source, { passes }));
  const groups = apply.groupBy ? groupRows(rows, columns) : [rows];
  if (groups.length > MOST_GROUPS) throw missing('applyForms', `more than ${MOST_GROUPS} groups`);
  const show = new GroupView(data, columns, aggregates, wanted(FORMATTED_VALUE));
  return groups.map((group) => show.of(group));
}

/** One group as JSON. */
class GroupView {
  constructor(
    private readonly data: Data,
    private readonly columns: readonly GroupColumn[],
    private readonly aggregates: readonly BoundAggregate[],
    private readonly formatted: boolean,
  ) {}

  of(rows: readonly Row[]): Json {
    const json: Json = {};
    const [first] = rows;
    for (const { name, read, column } of first ? this.columns : []) {
      const value = read(first as Row);
      this.add(json, name, value, formattedValue(this.data, column, value));
    }
    for (const { alias, of: property, compute } of this.aggregates) {
      const value = compute(rows);
      const text = property
        ? formattedValue(this.data, property.column, value)
        : formattedNumber(Number(value), 0);
      this.add(json, alias, value, text);
    }
    return json;
  }

  private add(json: Json, name: string, value: Value, text: string | undefined): void {
    if (value === null) return;
    if (this.formatted && text !== undefined) json[`${name}@${FORMATTED_VALUE}`] = text;
    json[name] = isReference(value) ? value.id : value;
  }
}
