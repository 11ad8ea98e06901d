import { z } from 'zod';
import { methodNotAllowed } from '../../errors.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import { readFields } from '../../writes/read-fields.js';
import { keyOutline } from '../key-definition.js';
import { noSuchDefinition } from '../refusals.js';
import { changedDefinition } from './changed-response.js';
import { requireTable } from './new-relationship.js';
import { readAs } from './read-body.js';

const body = z.looseObject({ EntityLogicalName: z.string(), EntityKeyLogicalName: z.string() });

/** `POST ReactivateEntityKey`: makes the index of a key anew, when what stood in its way is gone. */
export function reactivateEntityKey(context: Context, request: WebApiRequest): WebApiResponse {
  if (request.method !== 'POST') throw methodNotAllowed(request.method);
  const { EntityLogicalName, EntityKeyLogicalName } = readAs(body, readFields(request.body));
  const table = requireTable(context, EntityLogicalName);
  const key = table.definition.keys.find(({ name }) => name === EntityKeyLogicalName);
  if (!key) throw noSuchDefinition(keyOutline, EntityKeyLogicalName);
  const index = { status: 'building', since: context.now } as const;
  context.store.write({ op: 'putKey', table: table.name, key: { ...key, index } });
  return changedDefinition();
}
