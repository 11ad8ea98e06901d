import { customerIncidents } from './customer-incidents.js';
import { facilityIncidents } from './facility-incidents.js';
import type { Incident } from './incident.js';
import { pumpIncidents, roadworksIncidents } from './other-incidents.js';

/** By the sources that they happen to. */
export const incidents: Readonly<Record<string, readonly Incident[]>> = {
  'customer-register': customerIncidents,
  facilities: facilityIncidents,
  'water-pumps': pumpIncidents,
  'trunk-roadworks': roadworksIncidents,
};
