import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

const patienceMs = 5_000;

/**
 * How long a TCP connection to the address takes, in milliseconds: once there and back, without TLS. undefined where none comes
 * about, as behind a proxy that the calls themselves know of.
 */
export function connectTime(url: string): Promise<number | undefined> {
  const { hostname, port, protocol } = new URL(url);
  const startedAt = performance.now();
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  });
  return new Promise((resolve) => {
    const end = (took: number | undefined) => {
      socket.destroy();
      resolve(took);
    };
    socket.setTimeout(patienceMs, () => end(undefined));
    socket.once('connect', () => end(performance.now() - startedAt));
    socket.once('error', () => end(undefined));
  });
}
