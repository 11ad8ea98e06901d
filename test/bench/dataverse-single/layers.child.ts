import { serveOrders } from '../serve-orders.js';
import { measure, type Rung } from './rung.js';
import { policyLadder } from './policy-ladder.js';
import type { Places } from '../../support/dataverse-identity.js';
import { wireLadder } from './wire-ladder.js';

/** Which ladder to climb, with how many requests on each rung. */
export interface ClimbOrder {
  ladder: 'policies' | 'wire';
  requests: number;
}

/** The processor time of a request on each rung, from the lowest, in microseconds. */
export type Climb = { name: string; cpuUs: number }[];

await serveOrders(async ({ places }: { places: Places }) => {
  const ladders = { policies: policyLadder(places), wire: await wireLadder(places) };
  const climb = async ({ ladder, requests }: ClimbOrder): Promise<Climb> => {
    const climbed: Climb = [];
    for (const rung of ladders[ladder])
      climbed.push({ name: rung.name, cpuUs: await measure(rung, requests) });
    return climbed;
  };
  return {
    ready: Object.values(ladders)
      .flat()
      .map(({ name }: Rung) => name),
    work: climb,
  };
});
