import { invalidArgument, privilegeMissing } from '../errors.js';
import type { Privilege } from '../privileges.js';
import { header } from './header.js';
import type { Context, WebApiRequest } from './request.js';

/** developer/data-platform/bypass-custom-business-logic: how many steps a request may name, by default. */
const MOST_STEPS = 3;
const LOGIC = ['CustomSync', 'CustomAsync'];

/**
 * Headers that switch off plug-ins. There are none here, so they change nothing; but who may not send them is refused, as by the
 * service. `MSCRM.SuppressCallbackRegistrationExpanderJob` and the query option `tag` need no privilege and change nothing either.
 */
export function checkOptionalHeaders(context: Context, request: WebApiRequest): void {
  if (header(request, 'mscrm.bypasscustompluginexecution')?.toLowerCase() === 'true')
    requirePrivilege(context, 'prvBypassCustomPlugins');
  const logic = listOf(header(request, 'mscrm.bypassbusinesslogicexecution'));
  const steps = listOf(header(request, 'mscrm.bypassbusinesslogicexecutionstepids'));
  if (logic.length + steps.length === 0) return;
  requirePrivilege(context, 'prvBypassCustomBusinessLogic');
  const unknown = logic.find((one) => !LOGIC.includes(one));
  if (unknown) throw invalidArgument(`'${unknown}' is no business logic that can be bypassed.`);
  if (steps.length > MOST_STEPS && context.unknowns.bypassedSteps === 'three')
    throw invalidArgument(`No more than ${MOST_STEPS} steps can be bypassed by a request.`);
}

/** Duplicates are let in unless the client says `false`: a header that says what is not to be left out. */
export const withDuplicateDetection = (context: Context, request: WebApiRequest): Context => ({
  ...context,
  detectsDuplicates: header(request, 'mscrm.suppressduplicatedetection')?.toLowerCase() === 'false',
});

const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

function requirePrivilege({ privileges, caller }: Context, privilege: Privilege): void {
  if (!privileges.has(privilege)) throw privilegeMissing(caller.systemUserId, privilege);
}
