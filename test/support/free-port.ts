import { once } from 'node:events';
import { createServer } from 'node:net';

const FIRST = 20_000;
const COUNT = 10_000;

/**
 * A port that nobody listens on, below those that the system gives to outgoing connections: one of those could be taken while its
 * process is dead, or a client that knocks there could even reach itself.
 */
export async function freePort(random: () => number = Math.random): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(random() * COUNT);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
