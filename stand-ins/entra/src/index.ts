import { startServer, type EntraStandInOptions } from './server.js';
import type { RunningStandIn } from '../../control/src/index.js';

export { entraDefaults } from './registrations.js';
export type { ApiRegistration, ClientRegistration, Registrations } from './registrations.js';
export type { EntraStandInOptions } from './server.js';

/** Starts a stand-in for Microsoft Entra ID. Throws a StandInError in words, such as when its port is in use. */
export function startEntraStandIn(options: EntraStandInOptions = {}): Promise<RunningStandIn> {
  return startServer(options);
}
