import type { Seat } from '../../../simulation/seat.js';
import type { World } from '../../../simulation/world.js';
import { singleCost } from '../cost-models.js';
import { type NightResult, playNight } from '../night.js';
import { totalRows } from '../volumes.js';

/**
 * A night of what the case study had: for each row that the sources have, changed or not, one call that looks whether it is there and one
 * that writes it; so many rows at a time. Who hears 429 waits as long as it says, and tries again.
 */
export const playNaive = (atOnce: number, seed: number, rows = totalRows()): Promise<NightResult> =>
  playNight({ seed, processes: 1, cost: singleCost, hasClients: false }, (world) =>
    writeAll(world, atOnce, rows),
  );

async function writeAll(world: World, atOnce: number, rows: number): Promise<void> {
  const seat = world.seat();
  let next = 0;
  const goOn = async () => {
    while (next < rows) {
      const place = next++;
      await call(world, seat, place, 0);
      await call(world, seat, place, 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
}

async function call(
  { time }: World,
  { user, number, clock, service }: Seat,
  place: number,
  rows: number,
): Promise<void> {
  for (;;) {
    const askedAt = time.now();
    const answer = await service.carry({ process: number, user, lane: 'batch', place, rows, askedAt });
    if (answer.status !== 429) return;
    await clock.sleep(Number(answer.headers['retry-after']) * 1_000);
  }
}
