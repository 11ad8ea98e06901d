/** Those that are passed again and again within a run. */
export const OFTEN_PASSED = [
  'stage.planned',
  'chunk.taken',
  'rows.before-record',
  'rows.settled',
  'rows.before-commit',
  'rows.recorded',
  'stage.over',
] as const;

/** Every named point on the way from a file to a report, in the order in which a run passes them. */
export const SYNC_WAYPOINTS = [
  'landing.before-commit',
  'landing.committed',
  'run.begun',
  'apply.before-commit',
  'apply.committed',
  ...OFTEN_PASSED,
  'reconcile.rows-read',
  'reconcile.compared',
  'run.before-end',
  'run.ended',
  'file.before-archive',
  'file.archived',
] as const;

export type SyncWaypoint = (typeof SYNC_WAYPOINTS)[number];
