import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { annotator } from './annotate.js';
import type { WantedAnnotations } from './annotations.js';
import { follow } from './bind-path.js';
import type { Data } from './data.js';
import { positionOf } from './order.js';
import { takePage, type Page } from './page.js';
import { relatedRows } from './related-rows.js';
import { representRow, type Annotate, type Json } from './represent-row.js';
import {
  isNested,
  type ExpandedReference,
  type ExpandedRow,
  type ExpandedRows,
  type Shape,
} from './shape.js';
import { writeSkipToken } from './skip-token.js';

/** Rows that an expanded collection has at most: webapi/query/join-tables. */
const MOST_EXPANDED = 5_000;

export interface PresentationOptions {
  serviceRoot: string;
  annotations: WantedAnnotations;
  /** What `odata.maxpagesize` asked for. */
  maxPageSize: number | undefined;
  /** Whether a lookup's row is shown with its ETag: a single row shows it, a collection does not. */
  etagsOfLookups: boolean;
}

/**
 * Shows rows as JSON in one shape, with what they are expanded by: webapi/query/join-tables. With an `$expand` inside of another the
 * collections come in pages and without ETags.
 */
export class Presentation {
  private readonly annotate: Annotate | undefined;
  private readonly nested: boolean;

  constructor(
    private readonly data: Data,
    private readonly shape: Shape,
    private readonly options: PresentationOptions,
  ) {
    this.annotate = annotator(data, options.annotations);
    this.nested = isNested(shape);
  }

  present(row: Row): Json {
    return this.show(this.shape, row, true);
  }

  private show(shape: Shape, row: Row, etag: boolean): Json {
    const { table, expand } = shape;
    const json = representRow(table, row, this.columnsOf(shape), { etag, annotate: this.annotate });
    for (const expansion of expand) {
      const { name, kind } = expansion;
      if (kind === 'reference') json[name] = this.reference(expansion, row);
      else if (kind === 'row') json[name] = this.lookedUp(expansion, row);
      else this.addRows(json, table, expansion, row);
    }
    return json;
  }

  /** A reference brings its lookup along, also when that was not selected. */
  private columnsOf({ select, expand }: Shape) {
    const lookups = expand.flatMap((expansion) =>
      expansion.kind === 'reference' ? [expansion.navigation.column] : [],
    );
    return select && [...new Set([...select, ...lookups])];
  }

  private reference({ navigation, target }: ExpandedReference, row: Row): Json | null {
    const found = follow(this.data, target, navigation, row);
    return found ? { '@odata.id': `${this.options.serviceRoot}${target.entitySet}(${found.id})` } : null;
  }

  private lookedUp({ navigation, shape }: ExpandedRow, row: Row): Json | null {
    const found = follow(this.data, shape.table, navigation, row);
    return found ? this.show(shape, found, this.options.etagsOfLookups) : null;
  }

  private addRows(json: Json, table: Table, expansion: ExpandedRows, { id }: Row): void {
    const { name, relationship, shape, filter, order, top } = expansion;
    const source = () => relatedRows(this.data.store, relationship, id);
    const pageSize = this.nested ? this.options.maxPageSize : undefined;
    const size = Math.min(top ?? MOST_EXPANDED, pageSize ?? MOST_EXPANDED, MOST_EXPANDED);
    const page = takePage({ source, filter, order, after: undefined, size });
    json[name] = page.rows.map((related) => this.show(this.tied(expansion), related, !this.nested));
    const link = `${this.options.serviceRoot}${table.entitySet}(${id})/${name}`;
    const token = this.nested ? tokenBehind(shape.table, page, size) : [];
    if (token) json[`${name}@odata.nextLink`] = withOptions(link, [...expansion.options, ...token]);
  }

  /** The lookup that ties a row of the collection to this one is shown too. */
  private tied({ shape, relationship: { column } }: ExpandedRows): Shape {
    const { select } = shape;
    return this.nested || !select || select.includes(column)
      ? shape
      : { ...shape, select: [...select, column] };
  }
}

/** A full page has a link, even when nothing is behind it: the example in webapi/query/join-tables. */
function tokenBehind(table: Table, { rows }: Page, size: number): [string, string][] | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || rows.length < size) return undefined;
  return [
    ['$skiptoken', writeSkipToken(table, [], { pageNumber: 2, after: positionOf([], last) }, first.id)],
  ];
}

/** A token is encoded already; of the other options only what would end or change them. */
function withOptions(link: string, options: readonly (readonly [string, string])[]): string {
  if (options.length === 0) return link;
  const encoded = (name: string, value: string) =>
    name === '$skiptoken' ? value : encodeURI(value).replace(/[&+#]/g, encodeURIComponent);
  return `${link}?${options.map(([name, value]) => `${name}=${encoded(name, value)}`).join('&')}`;
}
