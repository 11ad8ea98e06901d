import { setImmediate as nextTurn } from 'node:timers/promises';

/** A road of a certain length, to be compared with the one that is a layer shorter. */
export interface Rung {
  name: string;
  /** One request; rejects unless it was answered as it should be. */
  send: () => Promise<void>;
}

const IN_FLIGHT = 16;
/** Without a network nothing else would ever run: timers, the ends of promises, the breaker's clock. */
const BREATHE_EVERY = 50;

/** The processor time of one request, in microseconds. */
export async function measure({ send }: Rung, requests: number): Promise<number> {
  let left = requests;
  const workThrough = async () => {
    while (left > 0) {
      left -= 1;
      await send();
      if (left % BREATHE_EVERY === 0) await nextTurn();
    }
  };
  globalThis.gc?.();
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: IN_FLIGHT }, workThrough));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}
