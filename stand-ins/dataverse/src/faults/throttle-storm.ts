import type { FaultTarget } from '../../../control/src/index.js';
import { limitExceeded } from '../errors.js';
import type { ServiceLimits } from '../throttle/limits.js';
import { refusalOf } from '../throttle/refusal.js';
import type { DataverseFaults } from './fault-list.js';

/** Refuses as the limits would, though they are not exceeded. @throws DataverseError 429 */
export function strikeAdmission(faults: DataverseFaults, target: FaultTarget, limits: ServiceLimits): void {
  const storm = faults.strikes('throttleStorm', target);
  if (!storm) return;
  const { facet = 'requests', retryAfter = 1 } = storm;
  throw limitExceeded({
    ...refusalOf(facet, limits),
    retryAfterSeconds: retryAfter === false ? undefined : retryAfter,
  });
}
