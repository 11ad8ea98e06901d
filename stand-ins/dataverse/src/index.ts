import type { RunningStandIn } from '../../control/src/index.js';
import type { DataverseStandInOptions } from './http/options.js';
import { startServer } from './server.js';

export { applicationUsersFor } from './application-users.js';
export { defaultApplicationUsers } from './http/defaults.js';
export type { DataverseStandInOptions, UserOptions } from './http/options.js';
export { privileges, type Privilege } from './privileges.js';
export type { DuplicateRule } from './schema/duplicate-rule.js';
export { unknowns, type Unknowns } from './unknowns.js';
export type { TokenOptions } from './http/authentication.js';
export type { WebhookOptions } from './webhooks/read-webhooks.js';
export type { WebhookDelivery } from './webhooks/webhooks.js';
export type { Admission, Admitted, Arrival, Departure, Refused } from './throttle/admission.js';
export type { UserReport } from './throttle/accounts.js';
export { documentedLimits, type Facet, type ServiceLimits } from './throttle/limits.js';
export type { ThrottleRules } from './throttle/rules.js';
export { readCostFile } from './throttle/cost-file.js';
export { costModel, defaultCosts, type CostModel, type CostSettings } from './throttle/cost-model.js';
export {
  presetNames,
  presets,
  throttleSettings,
  type CostWishes,
  type Preset,
  type ThrottleSettings,
  type ThrottleWishes,
} from './throttle/settings.js';
export type { Work, WorkKind } from './throttle/work.js';
export { ThrottleEngine, type ThrottleOptions } from './throttle/throttle-engine.js';
export type { UsageReport } from './throttle/usage.js';

/** Starts a stand-in for one Dataverse organisation. Throws a StandInError in words, such as when its port is in use. */
export function startDataverseStandIn(options: DataverseStandInOptions): Promise<RunningStandIn> {
  return startServer(options);
}
