import {
  nestedExpandOptions,
  referenceOfCollection,
  tooManyExpands,
  unknownColumn,
  unsupportedQuery,
} from '../errors.js';
import { missing } from '../not-implemented.js';
import type { Relationship } from '../schema/relationship.js';
import type { Navigation, Table } from '../schema/table.js';
import type { Data } from './data.js';
import { readFilter } from './filter/filter.js';
import { readOrder } from './order.js';
import type { QueryOptions } from './query-options.js';
import { readSelect } from './select.js';
import { expansionsOf, isNested, type ExpandedRows, type Expansion, type Shape } from './shape.js';
import { splitOutside } from './split-outside.js';
import { syntaxErrorAt } from './syntax-error.js';
import { readTop } from './top.js';

/** webapi/query/join-tables: "You can include up to 15 $expand options in a query", those inside of others among them. */
const MOST_EXPANDS = 15;
const OPTIONS: readonly string[] = ['$select', '$filter', '$orderby', '$top', '$expand'];
const ITEM = /^([A-Za-z_]\w*)(\/\$ref)?\s*(?:\((.*)\))?$/s;

/** `$select` and `$expand` of a query: webapi/query/select-columns and webapi/query/join-tables. */
export function readShape(options: QueryOptions, data: Data, table: Table): Shape {
  const shape = readInner(options, data, table);
  const all = allExpansions(shape.expand);
  if (all.length > MOST_EXPANDS) throw tooManyExpands(MOST_EXPANDS);
  if (isNested(shape) && all.some(isLimited)) throw nestedExpandOptions();
  return shape;
}

const allExpansions = (expand: readonly Expansion[]): readonly Expansion[] =>
  expand.flatMap((expansion) => [expansion, ...allExpansions(expansionsOf(expansion))]);

const isLimited = (expansion: Expansion) =>
  expansion.kind === 'rows' && (expansion.top !== undefined || expansion.order.length > 0);

function readInner(options: QueryOptions, data: Data, table: Table): Shape {
  const expand = options.get('$expand');
  return {
    table,
    select: readSelect(options, table),
    expand: expand === undefined ? [] : splitOutside(expand, ',').map((item) => readItem(item, data, table)),
  };
}

function readItem(item: string, data: Data, table: Table): Expansion {
  const [, name = '', reference, inside] = ITEM.exec(item) ?? [];
  if (name === '') throw syntaxErrorAt(0, item);
  const options = readItemOptions(inside ?? '');
  const navigation = table.navigations.get(name);
  if (navigation) return readLookup(name, navigation, reference !== undefined, options, data);
  const relationship = data.tables.collection(table, name);
  if (!relationship) throw unknownColumn(table, name);
  if (reference) throw referenceOfCollection();
  return readCollection(name, relationship, options, data);
}

function readLookup(
  name: string,
  navigation: Navigation,
  reference: boolean,
  options: QueryOptions,
  data: Data,
): Expansion {
  const target = data.tables.named(navigation.target);
  if (!target) throw missing('platformTables', navigation.target);
  if (options.has('$top') || options.has('$orderby')) throw nestedExpandOptions();
  if (options.has('$filter')) throw missing('filterOfLookup', name);
  if (reference) return { kind: 'reference', name, navigation, target };
  return { kind: 'row', name, navigation, shape: readInner(options, data, target) };
}

/** Parameter aliases mean nothing in here: webapi/query/overview, "Use parameter aliases with query options". */
function readCollection(
  name: string,
  relationship: Relationship,
  options: QueryOptions,
  data: Data,
): ExpandedRows {
  const table = relationship.referencing;
  const [filter, orderby] = [options.get('$filter'), options.get('$orderby')];
  return {
    kind: 'rows',
    name,
    relationship,
    shape: readInner(options, data, table),
    filter: filter === undefined ? undefined : readFilter(filter, { ...data, table }, 'none'),
    order: orderby === undefined ? [] : readOrder(orderby, data, table, 'none'),
    top: readTop(options),
    options: [...options],
  };
}

/** `$select=a,b;$filter=c eq 'd;e'` */
function readItemOptions(text: string): QueryOptions {
  const options = new Map<string, string>();
  for (const option of splitOutside(text, ';').filter(Boolean)) {
    const [, name = '', value = ''] = /^(\S+?)\s*=\s*(.*)$/s.exec(option) ?? [];
    if (!OPTIONS.includes(name)) throw unsupportedQuery(`'${option}' in $expand`);
    options.set(name, value);
  }
  return options;
}
