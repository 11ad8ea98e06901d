import type { Work, WorkKind } from '../throttle/work.js';
import type { Context, WebApiRequest } from './request.js';

const BULK = /^\w+\/Microsoft\.Dynamics\.CRM\.\w+Multiple$/;
const PATH = /^(?<entitySet>\w+)(?<key>\(.*?\))?(?<more>\/.*)?$/s;

/** What an operation asks for, as its method and path tell. Nothing yet for a bulk message: its targets are counted when they are read. */
export function workOf({ tables }: Context, { method, path, headers }: WebApiRequest): Work[] {
  if (BULK.test(path)) return [];
  const { entitySet = '', key, more } = PATH.exec(path)?.groups ?? {};
  const table = tables.withEntitySet(entitySet)?.name;
  if (table === undefined) return [{ kind: 'other', operations: 1 }];
  return [{ kind: kindOf(method, { key, more, conditional: 'if-match' in headers }), table, operations: 1 }];
}

function kindOf(
  method: string,
  { key, more, conditional }: { key?: string | undefined; more?: string | undefined; conditional: boolean },
): WorkKind {
  if (method === 'GET') return key && !more ? 'retrieve' : 'query';
  if (more) return more.includes('Microsoft.Dynamics.CRM.') ? 'other' : 'update';
  if (method === 'POST') return 'create';
  if (method === 'DELETE') return 'delete';
  return conditional ? 'update' : 'upsert';
}
