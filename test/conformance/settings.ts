import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { STAND_IN_PORTS as PORTS } from '../../tools/stand-in-ports.js';

/** Where an environment is and who asks. */
export interface Settings {
  url: string;
  authorityUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

// Without a setting: our own stand-ins, with the credentials that are published for them and open nothing else.
const { tenantId, clients } = entraDefaults;
const somebody = clients['website-intake'];

const schema = z
  .object({
    DATAVERSE_URL: setting.url().default(`http://127.0.0.1:${PORTS.dataverse}`),
    ENTRA_AUTHORITY: setting.url().default(`http://127.0.0.1:${PORTS.entra}`),
    ENTRA_TENANT_ID: setting.guid().default(tenantId),
    DATAVERSE_CLIENT_ID: setting.guid().default(somebody.applicationId),
    DATAVERSE_CLIENT_SECRET: setting.secret().default(somebody.secret),
  })
  .transform((env) => ({
    url: env.DATAVERSE_URL,
    authorityUrl: env.ENTRA_AUTHORITY,
    tenantId: env.ENTRA_TENANT_ID,
    clientId: env.DATAVERSE_CLIENT_ID,
    clientSecret: env.DATAVERSE_CLIENT_SECRET,
  }));

/** @throws ConfigError that names every wrong setting */
export const readSettings = (url?: string, env: NodeJS.ProcessEnv = process.env): Settings =>
  loadConfig(schema, { env: { ...env, ...(url !== undefined && { DATAVERSE_URL: url }) } });
