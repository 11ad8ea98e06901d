import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ControlError, exactObject, isLoopback, readJson } from '../../../control/src/index.js';
import { notImplemented } from '../not-implemented.js';
import type { Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import { eventMessages, type Webhook } from './webhook.js';

const names = z.array(z.string().min(1)).min(1);
const pairs = z.record(z.string().min(1), z.string(), { error: 'is an object of texts by name' });

const authInWords =
  'is one of {"kind": "webhookKey", "value": "…"}, {"kind": "httpHeader", "values": {…}} and {"kind": "httpQueryString", "values": {…}}';

const registration = exactObject({
  name: z.string().optional(),
  url: z
    .url()
    .refine(isOnThisMachine, 'must be http://, on a loopback address: the stand-in never calls out'),
  auth: z.discriminatedUnion(
    'kind',
    [
      exactObject({ kind: z.literal('httpHeader'), values: pairs }),
      exactObject({ kind: z.literal('webhookKey'), value: z.string().min(1) }),
      exactObject({ kind: z.literal('httpQueryString'), values: pairs }),
    ],
    { error: authInWords },
  ),
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
  exactObject({ webhooks: list.default([]) }),
);

/** A registration as it is given. */
export type WebhookOptions = z.input<typeof registration>;

/** Reads a list of registrations, or `{"webhooks": [...]}`; nothing means none. Throws a ControlError. */
export function readWebhooks(given: unknown, tables: Tables): readonly Webhook[] {
  return readJson(given, body).webhooks.map((one, at) => {
    if (one.mode === 'synchronous')
      throw new ControlError(`This stand-in does not implement ${notImplemented.synchronousWebhooks}.`, 501);
    checkNames(tables, one, `webhooks.${at}`);
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

const columnLists = ['filteringAttributes', 'preImage', 'postImage'] as const;

/** Columns belong to tables, so whoever names some names its tables, too. */
function checkNames(tables: Tables, webhook: Partial<WebhookOptions>, part: string): void {
  const named = webhook.tables?.map((name, at) => tableOf(tables, name, `${part}.tables.${at}`));
  for (const list of columnLists)
    for (const [at, column] of (webhook[list] ?? []).entries())
      checkColumn(named, column, `${part}.${list}.${at}`);
}

function tableOf(tables: Tables, name: string, part: string): Table {
  const table = tables.named(name);
  if (table) return table;
  throw new ControlError(`${part}: there is no table ${name}; there are ${namesOf(tables.all)}`);
}

function checkColumn(tables: readonly Table[] | undefined, name: string, part: string): void {
  if (!tables) throw new ControlError(`${part}: columns need the tables that they belong to`);
  const lacking = tables.find(({ columnsByName }) => !columnsByName.has(name));
  if (!lacking) return;
  const { columnsByName } = lacking;
  throw new ControlError(
    `${part}: the table ${lacking.name} has no column ${name}; it has ${[...columnsByName.keys()].join(', ')}`,
  );
}

const namesOf = (tables: Iterable<Table>): string => [...tables].map(({ name }) => name).join(', ');
