export { AdjustableClock, type Clock } from './adjustable-clock.js';
export { isLoopback, openControlDoor, type ControlRoutes } from './control-door.js';
export { ControlError } from './control-error.js';
export { exactObject } from './exact-object.js';
export { FaultPlan, type FaultTarget } from './fault-plan.js';
export { plain, waiting, type FaultKinds, type FaultName, type FaultSetting } from './fault-settings.js';
export { readJson } from './read-json.js';
export { seededRandom } from './seeded-random.js';
export {
  createStandInServer,
  listen,
  StandInError,
  type ErrorReply,
  type RunningStandIn,
} from './stand-in-server.js';
