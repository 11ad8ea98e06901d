import { afterEach, describe, expect, it } from 'vitest';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { isLoopback } from './control-door.js';
import { AdjustableClock } from './adjustable-clock.js';
import { createStandInServer, listen } from './stand-in-server.js';

describe('the control door', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('takes %s for this machine', (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each(['10.0.0.1', '::ffff:10.0.0.1', '::2', '128.0.0.1', '127.0.0.1.example', undefined])(
    'does not take %s for this machine',
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});

describe('the clock', () => {
  it('runs ahead of the real one by what it was advanced, until it is reset', () => {
    const clock = new AdjustableClock({ now: () => 1_000 });
    clock.advance(2);
    clock.advance(3);
    expect(clock.now()).toBe(6_000);
    clock.reset();
    expect(clock.now()).toBe(1_000);
  });
});

describe('listening', () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));
  const app = () =>
    createStandInServer({
      bodyLimit: 10,
      errorReply: (status, body) => ({ status, body, contentType: 'text/plain' }),
    });

  it('says in words that the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    closing.push(() => other.close());
    const { port } = other.address() as AddressInfo;
    await expect(listen(app(), '127.0.0.1', port)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program`,
    );
  });

  it('says in words that the address is not of this machine', async () => {
    await expect(listen(app(), '203.0.113.7', 0)).rejects.toThrow(
      '203.0.113.7 is not an address of this machine',
    );
  });

  it('gives an address that can be asked when it listens on all of them', async () => {
    const server = app();
    expect(await listen(server, '0.0.0.0', 0)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await server.close();
  });

  it('words the errors of its own making as it was told: too large a body', async () => {
    const server = app();
    server.post('/', () => 'never');
    const url = await listen(server, '127.0.0.1', 0);
    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(11) });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      413,
      expect.stringContaining('text/plain'),
    ]);
    await server.close();
  });
});
