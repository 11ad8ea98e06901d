import type { Send } from '#lib/http';
import type { Lane } from '#lib/resilience';
import type { CallOptions } from './call-options.js';
import { DataverseError, dataverseErrorOf } from './dataverse-error.js';
import type { Filter } from './filter.js';
import { guid, queryString, type RowAddress, rowPath } from './odata.js';
import { fromDataverse, selectOf, toDataverse } from './row-mapping.js';
import type { ColumnName, NewRow, Row, RowChanges, Table } from './table.js';
import { type JsonObject, jsonOf, WebApi } from './web-api.js';

/** Who we are at Dataverse. */
export interface WhoAmI {
  userId: string;
  organizationId: string;
  businessUnitId: string;
}

/** Settings of a create. */
export interface CreateOptions<Name> extends CallOptions {
  /** A GUID that was chosen when the work was accepted: with it a create can be repeated. */
  id?: string | undefined;
  /** The columns to answer with, of the row as it stands after plug-ins and defaults. */
  return?: readonly Name[] | undefined;
}

/** A row that was to be created once, and whether it was this call that created it. */
export interface CreatedOnce<T extends Table, Name extends ColumnName<T>> {
  outcome: 'created' | 'already-there';
  row: Row<T, Name>;
}

/**
 * The Web API of Dataverse in the words of the table maps. Every refusal is a `DataverseError`; the lack of an answer is the
 * error of the client policy that noticed it (`TransportError`, `TotalTimeoutError`, `CircuitOpenError`,
 * `BudgetDeadlineError`, `TokenError`): work that ends so is to be tried later.
 */
export class DataverseClient {
  /** For what has no table map: the same road, in the words of the Web API. */
  readonly webApi: WebApi;

  /** `url` is the environment's, such as `https://contoso.crm4.dynamics.com`; `lane` is for calls that name none. */
  constructor(url: string, send: Send, lane?: Lane) {
    this.webApi = new WebApi(url, send, lane);
  }

  async whoAmI(options: CallOptions = {}): Promise<WhoAmI> {
    const call = { operation: 'who-am-i', method: 'GET', path: 'WhoAmI', repeatable: true, expect: [200] };
    const body = await this.webApi.json({ ...options, ...call });
    return {
      userId: String(body['UserId']),
      organizationId: String(body['OrganizationId']),
      businessUnitId: String(body['BusinessUnitId']),
    };
  }

  /**
   * Creates a row. With an `id` of ours it is repeated when a reply is lost; if the lost one had been done, that ends in
   * `duplicate-row`, which the caller resolves by reading (see `createOnce`). Without one, a failure may come after the row is
   * there, so that the call must not be repeated blindly.
   */
  async create<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    row: NewRow<T>,
    options: CreateOptions<Name> = {},
  ): Promise<Row<T, Name>> {
    const { id, return: names, ...how } = options;
    const body = toDataverse(table, row);
    if (id !== undefined) body[table.primaryId] = guid(id);
    const response = await this.webApi.request({
      ...how,
      ...this.representation(table, names, table.entitySet),
      operation: `${table.name}.create`,
      method: 'POST',
      body,
      repeatable: id !== undefined,
      expect: [201, 204],
    });
    if (response.status === 201)
      return fromDataverse<T, Name>(table, jsonOf(response, `${table.name}.create`));
    const created = { id: id ?? idIn(response.headers['odata-entityid']) } as Row<T, Name>;
    if (!names) return created;
    // The wish for the columns is one that a server may leave unheard.
    const there = await this.retrieve<T, Name>(table, created.id, { ...how, select: names });
    if (!there) throw dataverseErrorOf(`${table.name}.create`, response, Date.now());
    return there;
  }

  /**
   * Creates a row of ours exactly once, however often it is called. A duplicate is read, never assumed to be ours: it is if
   * it has our `key`; else the `duplicate-row` stands.
   */
  async createOnce<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    row: NewRow<T> & { key: string },
    options: CreateOptions<Name> & { id: string },
  ): Promise<CreatedOnce<T, Name>> {
    try {
      return { outcome: 'created', row: await this.create<T, Name>(table, row, options) };
    } catch (error) {
      const there = await this.readDuplicate<T, Name>(error, table, row.key, options);
      if (!there) throw error;
      return { outcome: 'already-there', row: there };
    }
  }

  /** The row, or undefined when there is none. */
  async retrieve<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    address: RowAddress,
    options: CallOptions & { select?: readonly Name[] | undefined } = {},
  ): Promise<Row<T, Name> | undefined> {
    const { select = [], ...how } = options;
    const path = rowPath(table.entitySet, address) + queryString({ $select: selectOf(table, select) });
    const call = {
      operation: `${table.name}.retrieve`,
      method: 'GET',
      path,
      repeatable: true,
      expect: [200],
    };
    try {
      return fromDataverse<T, Name>(table, await this.webApi.json({ ...how, ...call }));
    } catch (error) {
      if (error instanceof DataverseError && error.code === 'row-not-found') return undefined;
      throw error;
    }
  }

  /** Changes a row that is there; `row-not-found` otherwise. With an `etag`, `version-mismatch` if somebody was faster. */
  async update<T extends Table>(
    table: T,
    address: RowAddress,
    changes: RowChanges<T>,
    options: CallOptions & { etag?: string | undefined } = {},
  ): Promise<void> {
    const { etag, ...how } = options;
    await this.webApi.request({
      ...how,
      operation: `${table.name}.update`,
      method: 'PATCH',
      path: rowPath(table.entitySet, address),
      body: toDataverse(table, changes),
      headers: { 'if-match': etag ?? '*' },
      // A repeat of a change that was done meets its own new version.
      repeatable: etag === undefined,
      expect: [204],
    });
  }

  /** Creates the row or changes it; says which only when columns to `return` are asked for, since Dataverse does. */
  async upsert<T extends Table, Name extends ColumnName<T> = never>(
    table: T,
    address: RowAddress,
    row: NewRow<T>,
    options: CallOptions & { return?: readonly Name[] | undefined } = {},
  ): Promise<{ outcome: 'created' | 'updated'; row: Row<T, Name> } | { outcome: 'unknown' }> {
    const { return: names, ...how } = options;
    const response = await this.webApi.request({
      ...how,
      ...this.representation(table, names, rowPath(table.entitySet, address)),
      operation: `${table.name}.upsert`,
      method: 'PATCH',
      body: toDataverse(table, row),
      repeatable: true,
      expect: [200, 201, 204],
    });
    if (response.status === 204) return { outcome: 'unknown' };
    const outcome = response.status === 201 ? 'created' : 'updated';
    return { outcome, row: fromDataverse<T, Name>(table, jsonOf(response, `${table.name}.upsert`)) };
  }

  /**
   * The rows that pass the filter, page by page as they are needed. The service knows no skipping: each page names the next
   * by a link, which is followed as it is, with the same page size.
   */
  async *query<T extends Table, Name extends ColumnName<T>>(
    table: T,
    options: CallOptions & {
      select: readonly Name[];
      filter?: Filter | undefined;
      pageSize?: number | undefined;
    },
  ): AsyncGenerator<Row<T, Name>, void, undefined> {
    const { select, filter, pageSize = 500, ...how } = options;
    const query = queryString({ $select: selectOf(table, select), $filter: filter?.expression });
    const prefer = `odata.maxpagesize=${pageSize}`;
    const operation = `${table.name}.query`;
    const call = { ...how, operation, method: 'GET', prefer, repeatable: true, expect: [200] };
    let path: string | undefined = table.entitySet + query;
    while (path !== undefined) {
      const page: JsonObject = await this.webApi.json({ ...call, path });
      for (const row of rowsIn(page)) yield fromDataverse<T, Name>(table, row);
      const next = page['@odata.nextLink'];
      path = next === undefined ? undefined : this.webApi.pathOf(next);
    }
  }

  private representation<T extends Table>(
    table: T,
    names: readonly ColumnName<T>[] | undefined,
    path: string,
  ) {
    if (!names) return { path };
    const select = queryString({ $select: selectOf(table, names) });
    return { path: path + select, prefer: 'return=representation' };
  }

  private async readDuplicate<T extends Table, Name extends ColumnName<T>>(
    error: unknown,
    table: T,
    key: string,
    { id, return: names = [], signal, lane }: CreateOptions<Name> & { id: string },
  ): Promise<Row<T, Name> | undefined> {
    if (!(error instanceof DataverseError)) return undefined;
    if (error.code !== 'duplicate-row' && error.code !== 'duplicate-key') return undefined;
    const address = error.code === 'duplicate-row' ? id : { key };
    const select = [...names, 'key'] as Name[];
    const there = await this.retrieve(table, address, { select, signal, lane });
    return (there as { key?: unknown } | undefined)?.key === key ? there : undefined;
  }
}

const rowsIn = ({ value }: JsonObject): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

function idIn(entityId: string | undefined): string {
  const [, id] = /\(([0-9a-f-]{36})\)$/i.exec(entityId ?? '') ?? [];
  if (!id) throw new TypeError('The answer to a create named no row.');
  return id;
}
