export { AdjustableClock, type Clock } from './adjustable-clock.js';
export { isLoopback, openControlDoor, type ControlRoutes } from './control-door.js';
export { ControlError } from './control-error.js';
export { FaultPlan, type FaultName, type FaultSetting, type FaultTarget } from './fault-plan.js';
export { readJson } from './read-json.js';
export { seededRandom } from './seeded-random.js';
export {
  createStandInServer,
  listen,
  StandInError,
  type ErrorReply,
  type RunningStandIn,
} from './stand-in-server.js';
