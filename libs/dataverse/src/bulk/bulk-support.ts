import { unlessAborted } from '#lib/resilience';
import { isRefusal } from '../errors/dataverse-error.js';
import type { CallOptions } from '../web-api/call-options.js';
import { literal, queryString } from '../web-api/odata.js';
import { jsonOf, type WebApi } from '../web-api/web-api.js';
import type { BulkMessage } from './bulk-write.js';

/**
 * Which tables know which bulk messages: "many common standard tables, but not all" do. Dataverse is asked once for each
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, "Availability with standard tables"). Whoever may not ask takes
 * them to be there, and hears of it when they are used.
 */
export class BulkSupport {
  private readonly known = new Map<string, Promise<boolean>>();

  constructor(private readonly api: WebApi) {}

  /** Whoever leaves takes nobody along who waits for the same answer. */
  has(table: string, message: BulkMessage, { signal, ...how }: CallOptions): Promise<boolean> {
    const key = `${table} ${message}`;
    return unlessAborted(this.known.get(key) ?? this.learn(key, this.ask(table, message, how)), signal);
  }

  /** It was used, and is not there. */
  deny(table: string, message: BulkMessage): void {
    this.known.set(`${table} ${message}`, Promise.resolve(false));
  }

  private learn(key: string, asked: Promise<boolean>): Promise<boolean> {
    this.known.set(key, asked);
    // What could not be asked now may be asked later.
    asked.catch(() => this.known.delete(key));
    return asked;
  }

  private async ask(
    table: string,
    message: BulkMessage,
    { lane, onBehalfOf }: CallOptions,
  ): Promise<boolean> {
    const filter = `sdkmessageid/name eq ${literal(message)} and primaryobjecttypecode eq ${literal(table)}`;
    const operation = 'sdkmessagefilter.query';
    try {
      const response = await this.api.request({
        ...{ lane, onBehalfOf },
        operation,
        method: 'GET',
        path: `sdkmessagefilters${queryString({ $select: 'sdkmessagefilterid', $filter: filter })}`,
        repeatable: true,
        expect: [200],
      });
      const { value } = jsonOf(response, operation);
      return !Array.isArray(value) || value.length > 0;
    } catch (error) {
      if (isRefusal(error, 'not-permitted', 'unknown-resource')) return true;
      throw error;
    }
  }
}
