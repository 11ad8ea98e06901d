import { describe, expect, it } from 'vitest';
import { ledgerKeys } from './ledger-keys.js';

describe('ledgerKeys', () => {
  it('tags all that a script touches with the environment, however its address is written', () => {
    const keys = ledgerKeys({
      environmentUrl: 'https://Contoso.crm4.dynamics.com/',
      applicationUser: 'a user',
    });
    expect(keys).toEqual({
      ledger: '{causeway:contoso.crm4.dynamics.com}:budget:a user',
      inFlight: '{causeway:contoso.crm4.dynamics.com}:in-flight',
      news: '{causeway:contoso.crm4.dynamics.com}:news:a user',
    });
  });
});
