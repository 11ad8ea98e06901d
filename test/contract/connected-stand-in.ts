import {
  type ConnectedDataverse,
  connectDataverse,
  type ConnectOptions,
  type DataverseClient,
} from '#lib/dataverse';
import type { DataverseStandInOptions } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { DataverseStandIn } from '../support/dataverse-stand-in.js';
import { tokensFor } from '../support/dataverse-identity.js';
import { EntraStandIn } from '../support/entra-stand-in.js';

/** The client, connected to a stand-in of its own, without limits on either side; to be closed. */
export interface ConnectedStandIn {
  client: DataverseClient;
  connected: ConnectedDataverse;
  dataverse: DataverseStandIn;
  /** Whose tokens it believes. */
  entraUrl: string;
  close(): Promise<void>;
}

const unlimited = { requests: 1_000_000, executionMs: 1_000_000_000 };

export async function connectStandIn(
  options: Omit<DataverseStandInOptions, 'tokens'> = {},
  clientOptions: Pick<ConnectOptions, 'groupWrites' | 'breaker'> = {},
): Promise<ConnectedStandIn> {
  const entra = await EntraStandIn.start();
  const { tenantId } = entraDefaults;
  const dataverse = await DataverseStandIn.start({
    limits: 'off',
    ...options,
    tokens: { tenantId, jwksUri: entra.jwksUri },
  });
  const tokens = tokensFor({ dataverseUrl: dataverse.url, entraUrl: entra.url }, 'administrator');
  const { url } = dataverse;
  const connected = connectDataverse({
    url,
    tokens,
    retry: { baseMs: 1 },
    budget: unlimited,
    ...clientOptions,
  });
  const close = async () => {
    await connected.close();
    await dataverse.close();
    await entra.close();
  };
  return { client: connected.client, connected, dataverse, entraUrl: entra.url, close };
}
