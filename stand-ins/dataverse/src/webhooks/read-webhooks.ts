import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ControlError, isLoopback, readJson } from '../../../control/src/index.js';
import { notImplemented } from '../not-implemented.js';
import type { Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import { eventMessages, type Webhook } from './webhook.js';

const names = z.array(z.string().min(1)).min(1);
const pairs = z.record(z.string().min(1), z.string());

const registration = z.strictObject({
  name: z.string().optional(),
  url: z
    .url()
    .refine(isOnThisMachine, 'must be http://, on a loopback address: the stand-in never calls out'),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('httpHeader'), values: pairs }),
    z.strictObject({ kind: z.literal('webhookKey'), value: z.string().min(1) }),
    z.strictObject({ kind: z.literal('httpQueryString'), values: pairs }),
  ]),
  tables: names.optional(),
  messages: z
    .array(z.enum(eventMessages))
    .min(1)
    .default([...eventMessages]),
  mode: z.enum(['asynchronous', 'synchronous']).default('asynchronous'),
  filteringAttributes: names.optional(),
  preImage: names.optional(),
  postImage: names.optional(),
});

const list = z.array(registration);
const body = z.preprocess(
  (given) => (Array.isArray(given) ? { webhooks: given } : given),
  z.strictObject({ webhooks: list.default([]) }),
);

/** A registration as it is given. */
export type WebhookOptions = z.input<typeof registration>;

/** Reads a list of registrations, or `{"webhooks": [...]}`; nothing means none. Throws a ControlError. */
export function readWebhooks(given: unknown, tables: Tables): readonly Webhook[] {
  return readJson(given, body).webhooks.map((one) => {
    if (one.mode === 'synchronous')
      throw new ControlError(`This stand-in does not implement ${notImplemented.synchronousWebhooks}.`, 501);
    for (const table of one.tables ?? []) checkTable(tables, table);
    checkColumns(tables, one);
    return { id: randomUUID(), ...one };
  });
}

/** The same of options, which have come by no door. */
export const webhooksOf = (options: readonly WebhookOptions[], tables: Tables) =>
  readWebhooks(Buffer.from(JSON.stringify(options)), tables);

function isOnThisMachine(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return protocol === 'http:' && (address === 'localhost' || isLoopback(address));
}

function checkTable(tables: Tables, name: string): Table {
  const table = tables.named(name);
  if (!table) throw new ControlError(`There is no table ${name} to hear of`);
  return table;
}

/** Columns belong to tables, so whoever names some names its tables, too. */
function checkColumns(tables: Tables, { tables: named, ...lists }: Partial<WebhookOptions>): void {
  const { filteringAttributes = [], preImage = [], postImage = [] } = lists;
  const columns = [...filteringAttributes, ...preImage, ...postImage];
  if (columns.length > 0 && !named) throw new ControlError('Columns need the tables that they belong to');
  for (const table of (named ?? []).map((name) => checkTable(tables, name)))
    for (const column of columns)
      if (!table.columnsByName.has(column))
        throw new ControlError(`The table ${table.name} has no column ${column}`);
}
