import { describe, expect, it } from 'vitest';
import { Patience } from './patience.js';

describe('Patience', () => {
  it('ends with the ticket number as soon as the case is registered', async () => {
    const patience = new Patience(60_000);
    const waiting = patience.wait('CW-1');
    patience.registered('CW-2', 'CAS-2');
    patience.registered('CW-1', 'CAS-1');
    expect(await waiting).toBe('CAS-1');
  });

  it('ends without one when it is over', async () => {
    expect(await new Patience(5).wait('CW-1')).toBeUndefined();
  });

  it('does not wait at all when it is nought', async () => {
    expect(await new Patience(0).wait('CW-1')).toBeUndefined();
  });
});
