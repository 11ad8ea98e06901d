import type { Places } from '../../../support/dataverse-identity.js';
import { serveOrders } from '../../serve-orders.js';
import { CONTENDERS, type ContenderName } from './contenders.js';
import { takeTurn, type Turn } from './turn.js';

/** One contender, alone in its process: no other's garbage or compiled code is in its way. */
await serveOrders(async ({ name, places }: { name: ContenderName; places: Places }) => {
  const contender = await CONTENDERS[name](places);
  return { ready: name, work: (turn: Turn) => takeTurn(contender, turn) };
});
