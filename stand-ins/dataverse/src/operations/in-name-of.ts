import { checkGuid } from '../columns/check-value.js';
import { mayNotActForOthers, notAMember, rowNotFound, userDisabled } from '../errors.js';
import { systemUserTable } from '../schema/system-user.table.js';
import type { Row } from '../store/row.js';
import { header } from './header.js';
import type { Context, WebApiRequest } from './request.js';

/**
 * Whose doing a request is: the caller's, or another user's when a header says so, for which the caller needs a privilege.
 * webapi/impersonate-another-user-web-api. What the service answers for a user whom it does not know is our assumption.
 */
export function inNameOf(context: Context, request: WebApiRequest): Context {
  const objectId = header(request, 'callerobjectid');
  const systemUserId = header(request, 'mscrmcallerid');
  if (!objectId && !systemUserId) return context;
  if (!context.privileges.has('prvActOnBehalfOfAnotherUser')) throw mayNotActForOthers();
  const user = objectId
    ? userOfEntra(context, checkGuid(objectId))
    : userNamed(context, checkGuid(systemUserId));
  if (user.values['isdisabled'] === true) throw userDisabled();
  const { caller } = context;
  return { ...context, caller: { ...caller, systemUserId: user.id, actingUserId: caller.systemUserId } };
}

function userOfEntra({ tables, store }: Context, objectId: string): Row {
  const table = tables.named(systemUserTable.name);
  for (const user of table ? store.scan(table) : [])
    if (user.values['azureactivedirectoryobjectid'] === objectId) return user;
  throw notAMember();
}

function userNamed({ tables, store }: Context, id: string): Row {
  const table = tables.named(systemUserTable.name);
  const user = table && store.get(table, id);
  if (!user) throw table ? rowNotFound(table, id) : notAMember();
  return user;
}
