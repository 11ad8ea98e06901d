import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';
// The names alone: the stand-in itself would make every call of the command wait for a server that it does not start.
import { entraDefaults } from '../../stand-ins/entra/src/registrations.js';
import { standInPorts } from '../stand-in-ports.js';

/** Which environment is spoken to, and as whom. */
export interface DataverseSettings {
  url: string;
  authorityUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Nothing was set, so it is the stand-in on this machine. */
  isStandIn: boolean;
}

const SCHEMA = z.object({
  DATAVERSE_URL: setting.url().refine((url) => new URL(url).pathname === '/', {
    error: "must be the environment's address alone, such as https://contoso.crm4.dynamics.com",
  }),
  ENTRA_AUTHORITY: setting.url().default('https://login.microsoftonline.com'),
  ENTRA_TENANT_ID: setting.guid(),
  DATAVERSE_CLIENT_ID: setting.guid(),
  DATAVERSE_CLIENT_SECRET: setting.secret(),
});

/** For the help of the command. */
export const SETTINGS_HELP = `
Settings: DATAVERSE_URL, ENTRA_TENANT_ID, DATAVERSE_CLIENT_ID and DATAVERSE_CLIENT_SECRET name a real environment, and
ENTRA_AUTHORITY another Entra ID than the public cloud's. With none of them it is the stand-ins that npm start starts
(on DATAVERSE_PORT and ENTRA_PORT, if those are set), as administrator.`;

/**
 * The environment that the settings name; with none of them, the stand-ins with their made-up credentials.
 *
 * @throws ConfigError that names every setting which is wrong or missing
 */
export function readSettings(env: NodeJS.ProcessEnv): DataverseSettings {
  const isStandIn = !Object.keys(SCHEMA.shape).some((name) => env[name]);
  const settings = loadConfig(SCHEMA, { env: isStandIn ? standInSettings(env) : env });
  return {
    url: settings.DATAVERSE_URL,
    authorityUrl: settings.ENTRA_AUTHORITY,
    tenantId: settings.ENTRA_TENANT_ID,
    clientId: settings.DATAVERSE_CLIENT_ID,
    clientSecret: settings.DATAVERSE_CLIENT_SECRET,
    isStandIn,
  };
}

function standInSettings(env: NodeJS.ProcessEnv): Record<keyof typeof SCHEMA.shape, string> {
  const ports = standInPorts(env);
  const { applicationId, secret } = entraDefaults.clients.administrator;
  return {
    DATAVERSE_URL: `http://127.0.0.1:${ports.dataverse}`,
    ENTRA_AUTHORITY: `http://127.0.0.1:${ports.entra}`,
    ENTRA_TENANT_ID: entraDefaults.tenantId,
    DATAVERSE_CLIENT_ID: applicationId,
    DATAVERSE_CLIENT_SECRET: secret,
  };
}
