import type { SimulatedProcess, Wish } from './simulated-process.js';
import type { World } from './world.js';

/** So many calls wait or run at any time: more than may run at once, so the process always wants more than it gets. */
const atOnce = 56;

/** Keeps a process saturated until it is enough. */
export function saturate(process: SimulatedProcess, wish: Wish, isEnough = () => false): void {
  const goOn = async () => {
    while (!isEnough()) await process.call(wish);
  };
  for (let n = 0; n < atOnce; n += 1) void goOn();
}

/** So many calls as fast as the process may; resolves when the last is answered. */
export async function loadAll(process: SimulatedProcess, wish: Wish, count: number): Promise<void> {
  let begun = 0;
  const goOn = async () => {
    while (begun < count) {
      begun += 1;
      await process.call(wish);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
}

/** Calls that come whenever they like, so many a second in the mean and at most: a Poisson process, thinned where fewer come. */
export function arriveAtRandom(
  { time, random }: Pick<World, 'time' | 'random'>,
  { most, now }: { most: number; now: () => number },
  call: () => void,
): void {
  const next = () => time.after((-Math.log(1 - random()) * 1_000) / most, comes);
  const comes = () => {
    if (random() * most < now()) call();
    next();
  };
  next();
}
