import { startWebsiteIntake } from '../../apps/website-intake/src/start.js';
import { followParent, sayThatItServes } from '../support/child.js';
import { dieAt } from './die-at.js';

/**
 * Runs the real intake in this process. Told a waypoint and a number, it kills itself there at that passing: nothing is flushed,
 * nothing is closed, and what comes after the waypoint does not happen.
 */
export async function runDoomedIntake(env: NodeJS.ProcessEnv, [waypoint, passing]: string[]): Promise<void> {
  followParent();
  if (waypoint !== undefined) dieAt(() => [{ at: waypoint, passing: Number(passing) }]);
  await startWebsiteIntake(env);
  sayThatItServes();
}
