import type { Table } from '../schema/table.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import type { Target } from './target.js';

/** What a message is called on, and with what. */
export interface MessageCall {
  table?: Table | undefined;
  target?: Target | undefined;
  /** What stands between the parentheses of a function, as it came. */
  parameters?: string | undefined;
}

/** An action or a function: webapi/use-web-api-actions and webapi/use-web-api-functions. */
export type Message = (context: Context, request: WebApiRequest, call: MessageCall) => WebApiResponse;
