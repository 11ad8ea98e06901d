import type { WriteOptions } from '../web-api/call-options.js';
import { guid, literal, type ODataValue } from '../web-api/odata.js';
import type { RowReference } from '../table-map/row-address.js';
import type { Table } from '../table-map/table.js';
import { jsonOf, type JsonObject, type WebApi } from '../web-api/web-api.js';

/** A parameter of a function. Text and a GUID look the same, so a GUID says that it is one; a row is passed by reference. */
export type FunctionParameter =
  ODataValue | { readonly guid: string } | { readonly json: unknown } | RowReference;

interface Shared extends WriteOptions {
  /** The name as the metadata has it, without its namespace. */
  name: string;
  /** The row, or the table, that the message is bound to. */
  boundTo?: RowReference | Table | undefined;
}

/** A function: it reads, so it may be repeated. */
export interface FunctionCall extends Shared {
  kind: 'function';
  parameters?: Readonly<Record<string, FunctionParameter>> | undefined;
}

/** An action: it changes something, so whoever calls it must know whether it may be done twice. */
export interface ActionCall extends Shared {
  kind: 'action';
  /** In Dataverse's own words: the map of a table does not reach into messages. */
  parameters?: JsonObject | undefined;
  /** Default: no. */
  repeatable?: boolean | undefined;
}

/** The answer's object; undefined when there is none (204). */
export async function execute(api: WebApi, call: FunctionCall | ActionCall): Promise<JsonObject | undefined> {
  const { name, boundTo, kind: _, parameters: __, ...how } = call;
  const path = (boundTo ? `${pathOf(boundTo)}/Microsoft.Dynamics.CRM.` : '') + messageName(name);
  const response = await api.request({
    ...how,
    operation: `execute.${name}`,
    ...(call.kind === 'function' ? functionCall(path, call) : actionCall(path, call)),
    expect: [200, 204],
  });
  return response.status === 204 ? undefined : jsonOf(response, `execute.${name}`);
}

const pathOf = (bound: RowReference | Table): string => ('path' in bound ? bound.path : bound.entitySet);

/** Letters, digits and underscores, or the name would be a path. */
function messageName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError('This is not the name of a message.');
  return name;
}

/** By aliases, since some values cannot stand in the parentheses (learn.microsoft.com/…/webapi/use-web-api-functions). */
function functionCall(path: string, { parameters = {} }: FunctionCall) {
  const given = Object.entries(parameters).map(([name, value], index) => ({
    inside: `${messageName(name)}=@p${index + 1}`,
    outside: `@p${index + 1}=${encodeURIComponent(parameterOf(name, value))}`,
  }));
  const aliases = given.map(({ outside }) => outside).join('&');
  const call = `${path}(${given.map(({ inside }) => inside).join(',')})`;
  return { method: 'GET', path: aliases ? `${call}?${aliases}` : call, repeatable: true };
}

const actionCall = (path: string, { parameters = {}, repeatable = false }: ActionCall) => ({
  method: 'POST',
  path,
  body: parameters,
  repeatable,
});

function parameterOf(name: string, value: FunctionParameter): string {
  if (typeof value !== 'object' || value === null || value instanceof Date) return literal(value);
  if ('guid' in value) return guid(value.guid, name);
  return JSON.stringify('json' in value ? value.json : { '@odata.id': value.path });
}
