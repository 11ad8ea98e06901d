import { describe, expect, it } from 'vitest';
import { Patience } from './patience.js';

const registrationOf = (ticketNumber: string) => ({ ticketNumber, registeredAt: new Date(0) });

describe('Patience', () => {
  it('ends with the registration as soon as the case is registered', async () => {
    const patience = new Patience(60_000);
    const waiting = patience.wait('CW-1');
    patience.registered('CW-2', registrationOf('CAS-2'));
    patience.registered('CW-1', registrationOf('CAS-1'));
    expect(await waiting).toEqual(registrationOf('CAS-1'));
  });

  it('ends at once when it is given up', async () => {
    const patience = new Patience(60_000);
    const waiting = patience.wait('CW-1');
    patience.giveUp('CW-1');
    expect(await waiting).toBeUndefined();
  });

  it('ends without one when it is over', async () => {
    expect(await new Patience(5).wait('CW-1')).toBeUndefined();
  });

  it('does not wait at all when it is nought', async () => {
    expect(await new Patience(0).wait('CW-1')).toBeUndefined();
  });
});
