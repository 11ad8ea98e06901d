import { randomUUID } from 'node:crypto';
import { remoteExecutionContext, type Telling } from './remote-execution-context.js';
import type { RowEvent } from './row-event.js';
import type { Webhook } from './webhook.js';

/** A body that is larger, in bytes, goes without the properties that make it so: use-webhooks, "Request body". */
const LARGEST_BODY = 256 * 1024;
const REMOVED = ['ParentContext', 'InputParameters', 'PreEntityImages', 'PostEntityImages'];

/** What one receiver is sent of one event; sent again, it is the same. */
export interface WebhookMessage {
  operationId: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** @param host the domain name of the organisation, as its receivers know it */
export function webhookMessage(
  event: RowEvent,
  webhook: Webhook,
  telling: Telling,
  host: string,
): WebhookMessage {
  const operationId = randomUUID();
  const context = remoteExecutionContext(event, webhook, operationId, telling);
  const whole = toJson(context);
  const tooLarge = Buffer.byteLength(whole) > LARGEST_BODY;
  return {
    operationId,
    headers: {
      'content-type': 'application/json',
      'x-ms-dynamics-organization': host,
      'x-ms-dynamics-entity-name': event.table.name,
      'x-ms-dynamics-request-name': event.message,
      'x-ms-correlation-request-id': event.origin.correlationId,
      ...(tooLarge && { 'x-ms-dynamics-msg-size-exceeded': 'true' }),
    },
    body: tooLarge ? toJson(withoutRemoved(context, telling)) : whole,
  };
}

function withoutRemoved(context: object, { unknowns }: Telling): object {
  const absent = unknowns.removedProperties === 'null' ? null : undefined;
  return { ...context, ...Object.fromEntries(REMOVED.map((name) => [name, absent])) };
}

/** Slashes are escaped, as .NET does it: `\/Date(0)\/`. */
const toJson = (context: object) => JSON.stringify(context).replaceAll('/', String.raw`\/`);
