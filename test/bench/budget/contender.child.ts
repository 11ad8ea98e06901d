import { serveOrders } from '../serve-orders.js';
import type { Ground } from './contender.js';
import { CONTENDERS, type ContenderName } from './contenders.js';
import { takeTurn, type Turn } from './turn.js';

/** One process of a contender. */
await serveOrders(async ({ name, ground }: { name: ContenderName; ground: Ground }) => {
  const contender = await CONTENDERS[name](ground);
  return { ready: name, work: (turn: Turn) => takeTurn(contender, turn) };
});
