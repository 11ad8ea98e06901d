import type { Seat } from '../../../simulation/seat.js';
import type { VirtualTime } from '../../../simulation/virtual-time.js';
import type { Contender } from './contenders.js';

/** Works without end, as most programs do that know of the limits by hearsay: each of those at work waits for itself. */
export function startLoop(
  time: VirtualTime,
  { number, user, clock, service }: Seat,
  { rowsARequest, atOnce }: Extract<Contender, { by: 'a loop' }>,
): void {
  let asked = 0;
  const send = () =>
    service.carry({
      process: number,
      user,
      lane: 'batch',
      place: (asked += 1),
      rows: rowsARequest,
      askedAt: time.now(),
    });
  const goOn = async () => {
    for (;;) {
      const { status, headers } = await send();
      if (status === 429) await clock.sleep(Number(headers['retry-after']) * 1_000);
    }
  };
  for (let n = 0; n < atOnce; n += 1) void goOn();
}
