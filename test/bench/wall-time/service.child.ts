import { type CostWishes, startDataverseStandIn } from '../../../stand-ins/dataverse/src/index.js';
import { entraDefaults, startEntraStandIn } from '../../../stand-ins/entra/src/index.js';
import type { Places } from '../../support/dataverse-identity.js';
import { serveOrders } from '../serve-orders.js';

export interface ServiceSettings {
  compression: number;
  /** Which no client sees. */
  costs: CostWishes;
}

/** The stand-in in a process of its own, with the published limits, in compressed time. */
await serveOrders(async ({ compression, costs }: ServiceSettings) => {
  const { tenantId } = entraDefaults;
  const entra = await startEntraStandIn();
  const dataverse = await startDataverseStandIn({
    tokens: { tenantId, jwksUri: `${entra.url}/${tenantId}/discovery/v2.0/keys` },
    limits: { compression, dopHint: 52, costs },
  });
  const places: Places = { dataverseUrl: dataverse.url, entraUrl: entra.url };
  return { ready: places };
});
