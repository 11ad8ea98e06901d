import type { CallOptions } from '../web-api/call-options.js';
import { selectOf } from '../table-map/column-names.js';
import { dataverseErrorOf, isRefusal } from '../errors/dataverse-error.js';
import { queryString } from '../web-api/odata.js';
import { annotations, fromDataverse } from '../table-map/row-mapping.js';
import type { Row } from '../table-map/row.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { jsonOf, type JsonObject, type WebApi } from '../web-api/web-api.js';
import type { WebApiRequest } from '../web-api/web-api-request.js';
import { pageSizeOf } from './page-size.js';
import { preferences } from './representation.js';

/** Which changes to read. Conditions, an order, a limit and other tables' rows are refused by the service beside change tracking. */
export interface ChangesOptions<Name> extends CallOptions {
  /** Default: none but the id. A link remembers the columns that it was made with: to read others, begin without one. */
  select?: readonly Name[] | undefined;
  /** The `resumeFrom` of the last page that was worked. Without it all rows come first. */
  since?: string | undefined;
  /** When `since` has expired, read all rows again instead of failing: see `startsOver`. */
  resync?: boolean | undefined;
  /** Changes a page, 5,000 at most. Default 500. Resume with the size that the link was made with. */
  pageSize?: number | undefined;
  /** Bring what people see: `formatted`, and the table of each lookup. */
  annotations?: boolean | undefined;
  filter?: never;
  orderBy?: never;
  top?: never;
  expand?: never;
}

/** Changes that came together. */
export interface ChangesPage<T extends Table, Name extends ColumnName<T>> {
  /** New and updated rows, in the order of their versions as a rule. */
  rows: Row<T, Name>[];
  /** Rows that are gone; of some of them nothing may ever have been told. */
  deletedIds: string[];
  /** Keep this once the page has been worked, not before: the next page, or what comes later, begins here. */
  resumeFrom: string;
  /**
   * The first page of all rows there are: there was no link, or it had expired. What then does not come until `up-to-date` is gone. To bear
   * a crash meanwhile, keep a number of the round with each row, and with the link.
   */
  startsOver: boolean;
  /** `more`: the next page is there. `up-to-date`: `resumeFrom` leads to what has not happened yet. */
  state: 'more' | 'up-to-date';
}

export async function* changes<T extends Table, Name extends ColumnName<T> = never>(
  api: WebApi,
  table: T,
  options: ChangesOptions<Name> = {},
): AsyncGenerator<ChangesPage<T, Name>, void, undefined> {
  const { since, select = [] } = options;
  const call = callOf(table, options);
  let path: string | undefined = since === undefined ? call.path : pathOf(api, table, select, since);
  let linkInUse = since;
  let startsOver = since === undefined;
  while (path !== undefined) {
    try {
      const page: ChangesPage<T, Name> = await readPage(
        api,
        table,
        { ...call, path },
        { linkInUse, startsOver },
      );
      yield page;
      path = page.state === 'more' ? api.pathOf(page.resumeFrom) : undefined;
      startsOver = false;
    } catch (error) {
      const isExpired = linkInUse !== undefined && isRefusal(error, 'changes-expired');
      if (!isExpired || !options.resync) throw error;
      path = call.path;
      startsOver = true;
    }
    linkInUse = undefined;
  }
}

/** What is known of a page before it is read. */
interface PageAhead {
  /** The link that it is asked for with, when that is the caller's. */
  linkInUse: string | undefined;
  startsOver: boolean;
}

async function readPage<T extends Table, Name extends ColumnName<T>>(
  api: WebApi,
  table: T,
  call: WebApiRequest,
  ahead: PageAhead,
): Promise<ChangesPage<T, Name>> {
  const response = await api.request(call);
  const page = pageOf<T, Name>(table, jsonOf(response, call.operation), ahead);
  if (!page) throw dataverseErrorOf(call.operation, response, Date.now(), table);
  return page;
}

function callOf<T extends Table, Name extends ColumnName<T>>(table: T, options: ChangesOptions<Name>) {
  const { select = [], since: _, resync: __, pageSize, annotations: wanted, ...how } = options;
  const size = `odata.maxpagesize=${pageSizeOf(pageSize)}`;
  return {
    ...how,
    operation: `${table.name}.changes`,
    method: 'GET',
    path: table.entitySet + queryString({ $select: selectOf(table, select) }),
    prefer: preferences('odata.track-changes', size, wanted && annotations),
    repeatable: true,
    table,
    expect: [200],
  };
}

/** A link is followed as it is. One of another table, or without a column that is read, would look like rows that have lost their values. */
function pathOf<T extends Table>(
  api: WebApi,
  table: T,
  select: readonly ColumnName<T>[],
  link: string,
): string {
  const path = api.pathOf(link);
  const [entitySet, query] = path.split(/\?(.*)/s);
  if (entitySet !== table.entitySet) throw new TypeError('The link is not one of this table.');
  const selected = new URLSearchParams(query).get('$select')?.split(',');
  const wanted = selectOf(table, select).split(',');
  if (selected && !wanted.every((name) => selected.includes(name)))
    throw new TypeError('The link was made with other columns: begin without one.');
  return path;
}

/** Undefined for what is no page of changes: the links are how the service says that it tracks them. */
function pageOf<T extends Table, Name extends ColumnName<T>>(
  table: T,
  body: JsonObject,
  { linkInUse, startsOver }: PageAhead,
): ChangesPage<T, Name> | undefined {
  const { value = [], '@odata.nextLink': next, '@odata.deltaLink': delta } = body;
  const all = value as JsonObject[];
  // "An empty JSON response is returned if no table changes have occurred": then the link stays good.
  const resumeFrom = next ?? delta ?? (all.length === 0 ? linkInUse : undefined);
  if (typeof resumeFrom !== 'string') return undefined;
  return {
    rows: all.filter((one) => !isDeleted(one)).map((row) => fromDataverse<T, Name>(table, row)),
    deletedIds: all.filter(isDeleted).map(({ id }) => String(id)),
    resumeFrom,
    startsOver,
    state: next === undefined ? 'up-to-date' : 'more',
  };
}

/** A row's columns may be called anything, its annotations may not. */
const isDeleted = ({ '@odata.context': context }: JsonObject): boolean =>
  typeof context === 'string' && context.endsWith('/$deletedEntity');
