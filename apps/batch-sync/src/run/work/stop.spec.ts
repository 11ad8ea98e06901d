import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { onAbort, systemClock } from '#lib/resilience';
import { Stop } from './stop.js';

describe('what tells workers to stop', () => {
  it('is heard by as many requests as are under way, and warns nobody of that', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on('warning', listen);
    const stop = new Stop(systemClock, 1, undefined);
    const heard = Array.from(
      { length: 52 },
      () => new Promise<void>((resolve) => onAbort(stop.over, resolve)),
    );
    await setImmediate();
    stop.stop();
    await Promise.all(heard);
    stop.close();
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});
