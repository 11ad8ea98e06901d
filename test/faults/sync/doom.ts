import type { SyncWaypoint } from './waypoints.js';

/** Where a process is to kill itself, from when it hears of it; nowhere, if no waypoint is named. */
export type Doom = { at: SyncWaypoint; passing: number } | { at?: undefined; passing?: undefined };
