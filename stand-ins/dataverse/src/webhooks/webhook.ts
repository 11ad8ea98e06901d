import type { RowEvent } from './row-event.js';
import { toldValues } from './event-target.js';

export const eventMessages = ['Create', 'Update', 'Delete'] as const;
export type EventMessage = (typeof eventMessages)[number];

/** How the receiver knows who calls: https://learn.microsoft.com/power-apps/developer/data-platform/register-web-hook */
export type WebhookAuth =
  | { kind: 'httpHeader'; values: Readonly<Record<string, string>> }
  /** Stands in the URL as `?code=`. */
  | { kind: 'webhookKey'; value: string }
  | { kind: 'httpQueryString'; values: Readonly<Record<string, string>> };

/** Who is told of which changes: an endpoint and its steps in one. */
export interface Webhook {
  id: string;
  name?: string | undefined;
  url: string;
  auth: WebhookAuth;
  /** Logical names; every table when absent. */
  tables?: readonly string[] | undefined;
  messages: readonly EventMessage[];
  /** Of updates only those that have one of these columns. */
  filteringAttributes?: readonly string[] | undefined;
  /** The columns of the row as it was, and as it is, that come along. */
  preImage?: readonly string[] | undefined;
  postImage?: readonly string[] | undefined;
}

export function isToldOf({ tables, messages, filteringAttributes }: Webhook, event: RowEvent): boolean {
  if (!messages.includes(event.message)) return false;
  if (tables && !tables.includes(event.table.name)) return false;
  if (!filteringAttributes || event.message !== 'Update') return true;
  const told = toldValues(event);
  return filteringAttributes.some((name) => name in told);
}
