/** Columns in Dataverse by which the sync knows its rows; every table that it writes has them. */
export const ownColumns = {
  /** The alternate key: a hash of the source system and the natural key. */
  key: 'cw_key',
  /** The natural key as people read it; empty where rows are people. */
  naturalKey: 'cw_naturalkey',
  /** The integration, or `integration/entity`, whose row it is. */
  sourceSystem: 'cw_sourcesystem',
  /** The hash of the accepted row that was written last. */
  rowHash: 'cw_rowhash',
} as const;

/** Whether a row is active, in the platform's own columns. */
export const stateColumns = { state: 'statecode', status: 'statuscode' } as const;
