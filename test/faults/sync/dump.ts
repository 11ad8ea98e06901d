import type { DataverseControl, StoredRow } from '../../support/dataverse-control.js';

/** Everything that the stand-in holds of the sync's. */
export interface SyncDump {
  accounts: readonly StoredRow[];
  contacts: readonly StoredRow[];
  incidents: readonly StoredRow[];
  notes: readonly StoredRow[];
  resolutions: readonly StoredRow[];
}

export const dumpOf = async (control: DataverseControl): Promise<SyncDump> => ({
  accounts: await control.rows('account'),
  contacts: await control.rows('contact'),
  incidents: await control.rows('incident'),
  notes: await control.rows('annotation'),
  resolutions: await control.rows('incidentresolution'),
});
