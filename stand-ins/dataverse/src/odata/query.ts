import { badRequest } from '../errors.js';
import type { Table } from '../schema/table.js';
import type { Data } from './data.js';
import { readShape } from './expand.js';
import { readFilter, type Filter } from './filter/filter.js';
import { readOrder, type OrderColumn } from './order.js';
import { aliasesOf } from './parameter-aliases.js';
import type { QueryOptions } from './query-options.js';
import type { Shape } from './shape.js';
import { readTop } from './top.js';

/** What is asked of a collection of rows, bound to their table: webapi/query/overview. */
export interface Query {
  filter: Filter | undefined;
  order: readonly OrderColumn[];
  shape: Shape;
  top: number | undefined;
  /** Whether the rows are counted too. */
  count: boolean;
}

/** @throws DataverseError for everything in the options that makes no sense */
export function readQuery(options: QueryOptions, data: Data, table: Table): Query {
  const orderby = options.get('$orderby');
  return {
    filter: readFilterOption(options, data, table),
    order: orderby === undefined ? [] : readOrder(orderby, data, table, aliasesOf(options)),
    shape: readShape(options, data, table),
    top: readTop(options),
    count: readCount(options),
  };
}

export function readFilterOption(options: QueryOptions, data: Data, table: Table): Filter | undefined {
  const text = options.get('$filter');
  return text === undefined ? undefined : readFilter(text, { ...data, table }, aliasesOf(options));
}

function readCount(options: QueryOptions): boolean {
  const text = options.get('$count') ?? 'false';
  if (text !== 'true' && text !== 'false')
    throw badRequest(
      `Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`,
    );
  return text === 'true';
}
