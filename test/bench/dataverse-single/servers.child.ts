import { startDataverseStandIn } from '../../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../../stand-ins/entra/src/index.js';
import { serveOrders } from '../serve-orders.js';
import type { Places } from '../../support/dataverse-identity.js';

/** The far side: a process of its own, so that what a contender costs is the contender's alone. */
await serveOrders(async () => {
  const { tenantId } = entraDefaults;
  const entra = await startEntraStandIn();
  const dataverse = await startDataverseStandIn({
    tokens: { tenantId, jwksUri: `${entra.url}/${tenantId}/discovery/v2.0/keys` },
    limits: 'off',
  });
  const places: Places = { dataverseUrl: dataverse.url, entraUrl: entra.url };
  return { ready: places };
});
