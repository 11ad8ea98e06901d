import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDataverseStandIn } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { connect, type Connected } from './connect.js';
import { readSettings } from './settings.js';

/** Entra ID and Dataverse on free ports, with a lake, and a connection to them; the schema is the repository's. */
export async function connectToStandIns(): Promise<Connected> {
  const entra = await startEntraStandIn();
  const { tenantId } = entraDefaults;
  const lakeDirectory = await mkdtemp(join(tmpdir(), 'conformance-lake-'));
  const dataverse = await startDataverseStandIn({
    lakeDirectory,
    tokens: { tenantId, jwksUri: `${entra.url}/${tenantId}/discovery/v2.0/keys` },
  });
  const environment = await connect(readSettings(dataverse.url, { ENTRA_AUTHORITY: entra.url }));
  return {
    ...environment,
    close: async () => {
      await environment.close();
      await dataverse.close();
      await entra.close();
      await rm(lakeDirectory, { recursive: true });
    },
  };
}
