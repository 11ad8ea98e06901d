import { startDataverseStandIn } from '../../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../../stand-ins/entra/src/index.js';
import type { Places } from '../../support/dataverse-identity.js';
import { serveOrders } from '../serve-orders.js';
import { evenly, meanCostMs } from '../../simulation/cost.js';
import { compressionFor } from './settings.js';

/** The stand-in in a process of its own, with the published limits, in compressed time, and costs that the client never sees. */
await serveOrders(async ({ rows, seed }: { rows: number; seed: number }) => {
  const { tenantId } = entraDefaults;
  const entra = await startEntraStandIn();
  const dataverse = await startDataverseStandIn({
    tokens: { tenantId, jwksUri: `${entra.url}/${tenantId}/discovery/v2.0/keys` },
    limits: {
      compression: compressionFor(rows),
      dopHint: 52,
      costs: { requestMs: meanCostMs(rows), operationMs: { other: 0 }, jitter: evenly.jitter, seed },
    },
  });
  const places: Places = { dataverseUrl: dataverse.url, entraUrl: entra.url };
  return { ready: places };
});
