import { z } from 'zod';
import { loadConfig, setting } from '#lib/config';

/** Where the stand-ins answer, unless told otherwise. */
export const STAND_IN_PORTS = { dataverse: 9010, entra: 9030 };

/**
 * Where they answer by the settings.
 *
 * @throws ConfigError that names the port which is none
 */
export function standInPorts(env: NodeJS.ProcessEnv) {
  const { entra, dataverse } = STAND_IN_PORTS;
  const schema = z
    .object({ ENTRA_PORT: setting.port(entra), DATAVERSE_PORT: setting.port(dataverse) })
    .transform(({ ENTRA_PORT, DATAVERSE_PORT }) => ({ entra: ENTRA_PORT, dataverse: DATAVERSE_PORT }));
  return loadConfig(schema, { env });
}
