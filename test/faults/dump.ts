import type { DataverseControl, StoredRow } from '../support/dataverse-control.js';

/** Everything that the stand-in holds at the end of a round. */
export interface Dump {
  incidents: readonly StoredRow[];
  contacts: readonly StoredRow[];
  annotations: readonly StoredRow[];
}

export const dumpOf = async (control: DataverseControl): Promise<Dump> => ({
  incidents: await control.rows('incident'),
  contacts: await control.rows('contact'),
  annotations: await control.rows('annotation'),
});
