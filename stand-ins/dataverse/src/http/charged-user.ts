import { DataverseError } from '../errors.js';
import { inNameOf } from '../operations/in-name-of.js';
import type { Caller, Context, WebApiRequest } from '../operations/request.js';

/**
 * Whose limits a request counts against: the caller's, or, should that be how it is, those of the user in whose name it comes. An
 * application user is known by its application id, a person by its system user id.
 */
export function chargedUser(
  context: Context,
  request: WebApiRequest,
  applicationUsers: Readonly<Record<string, string>>,
): string {
  const { caller, unknowns } = context;
  if (unknowns.chargedUser === 'caller') return caller.applicationId;
  const { systemUserId } = actor(context, request);
  const application = Object.keys(applicationUsers).find((id) => applicationUsers[id] === systemUserId);
  return application ?? systemUserId;
}

/** What is refused later is charged to who sent it. */
function actor(context: Context, request: WebApiRequest): Caller {
  try {
    return inNameOf(context, request).caller;
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
    return context.caller;
  }
}
