import { nearNames } from '#lib/near-names';
import type { StrayDeliveries } from '../../apps/batch-sync/src/batch-sync.js';
import { printable } from './printable.js';

/** A line for each name that deliveries were landed for and that is none of an integration. */
export const straysInWords = (strays: readonly StrayDeliveries[], names: readonly string[]): string[] =>
  strays.map(({ integration, deliveries }) => {
    const [near] = nearNames(integration, names, 1);
    const what = deliveries === 1 ? 'a delivery' : `${deliveries} deliveries`;
    const hint = near === undefined ? '' : ` Is ${near} meant?`;
    return `No run takes ${what} for ${printable(integration)}, which is no integration.${hint}`;
  });
