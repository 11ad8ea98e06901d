import { channel } from 'node:diagnostics_channel';

const waypoints = channel('causeway:waypoint');

/**
 * Passes a named point on the road of a piece of work, such as `case.committed`.
 *
 * It is published on the diagnostics channel `causeway:waypoint` and costs next to nothing while nobody listens. The fault
 * campaign listens, and kills the process there.
 */
export function waypoint(name: string): void {
  if (waypoints.hasSubscribers) waypoints.publish(name);
}
