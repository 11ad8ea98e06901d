import { entraDefaults } from '../../stand-ins/entra/src/registrations.js';

/** What the services need to know to work with the stand-ins. */
export function embeddedSettings(urls: { entra: string; dataverse: string; database: string }) {
  const { tenantId, apis, clients } = entraDefaults;
  return {
    ENTRA_AUTHORITY: urls.entra,
    ENTRA_TENANT_ID: tenantId,
    DATAVERSE_URL: urls.dataverse,
    DATABASE_URL: urls.database,
    INTAKE_AUDIENCE: apis['causeway-intake'].applicationId,
    INTAKE_CLIENT_ID: clients['website-intake'].applicationId,
    INTAKE_CLIENT_SECRET: clients['website-intake'].secret,
    SHAREPOINT_AUDIENCE: apis['causeway-documents'].applicationId,
    SYNC_AUDIENCE: apis['causeway-sync'].applicationId,
    SYNC_CLIENT_ID: clients['batch-sync'].applicationId,
    SYNC_CLIENT_SECRET: clients['batch-sync'].secret,
    // Nobody delivers to a laptop by night: a run is begun by hand.
    SYNC_SCHEDULE: 'off',
  };
}
