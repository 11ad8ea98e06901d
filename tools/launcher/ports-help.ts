/** For the help of commands that start everything. */
export const PORTS_HELP = `
Ports are settings: INTAKE_PORT (3010), SHAREPOINT_PORT (3030), SYNC_PORT (3040), DATAVERSE_PORT (9010) and
ENTRA_PORT (9030), such as
  INTAKE_PORT=3110 npm start
DATABASE_URL names a PostgreSQL to be used in place of the embedded one.`;
