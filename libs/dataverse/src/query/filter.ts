/** How an expression is built, which says where it needs parentheses. */
type Shape = 'test' | 'and' | 'or';

/**
 * A `$filter` expression over one table, not yet encoded. Only the functions beside this one make filters, so that a value
 * can never become syntax; outside this library the class is a type.
 */
export class Filter<TableName extends string = string> {
  readonly #shape: Shape;

  constructor(
    readonly table: TableName,
    readonly expression: string,
    shape: Shape = 'test',
    /** It holds one of Dataverse's own query functions, which `not` cannot negate. */
    readonly hasQueryFunction = false,
  ) {
    this.#shape = shape;
  }

  /** The expression as a part of another one of this shape. */
  within(shape: Shape): string {
    return this.#shape === 'test' || this.#shape === shape ? this.expression : `(${this.expression})`;
  }
}

/** The rows that pass all of these. */
export const and = <TableName extends string>(
  first: Filter<TableName>,
  ...others: Filter<NoInfer<TableName>>[]
): Filter<TableName> => joined('and', [first, ...others]);

/** The rows that pass any of these. */
export const or = <TableName extends string>(
  first: Filter<TableName>,
  ...others: Filter<NoInfer<TableName>>[]
): Filter<TableName> => joined('or', [first, ...others]);

/**
 * The rows that do not pass. What holds `isIn` is a `TypeError`: the service negates none of its own query functions
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-functions); there is `isNotIn` for it.
 */
export function not<TableName extends string>(filter: Filter<TableName>): Filter<TableName> {
  if (filter.hasQueryFunction) throw new TypeError('The service does not negate isIn: use isNotIn.');
  return new Filter(filter.table, `not (${filter.expression})`);
}

/** The expression, encoded by nobody yet; a `TypeError` for what is no filter, or one of another table. */
export function expressionOf(filter: Filter | undefined, table: string): string | undefined {
  if (filter === undefined) return undefined;
  if (!(filter instanceof Filter) || filter.table !== table) {
    throw new TypeError(`This is no filter of ${table}.`);
  }
  return filter.expression;
}

function joined<TableName extends string>(
  shape: 'and' | 'or',
  filters: readonly [Filter<TableName>, ...Filter<TableName>[]],
): Filter<TableName> {
  const [{ table }] = filters;
  if (filters.length === 1) return filters[0];
  const expression = filters.map((filter) => filter.within(shape)).join(` ${shape} `);
  const hasQueryFunction = filters.some((filter) => filter.hasQueryFunction);
  for (const filter of filters) expressionOf(filter, table);
  return new Filter(table, expression, shape, hasQueryFunction);
}
