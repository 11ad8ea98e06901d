import { describe, expect, it } from 'vitest';
import { BudgetLedger } from './budget-ledger.js';
import type { LedgerMessage } from './ledger-message.js';
import { ledgerSettings } from './ledger-settings.js';

/** A ledger with two places at a time that two processes, a and b, have spoken to. */
function ledgerOfTwo() {
  const settings = ledgerSettings({ limits: { requests: 3, concurrency: 4 }, margin: 1, processes: 2 });
  const ledger = new BudgetLedger(settings, 0);
  const say = (member: string, words: Partial<LedgerMessage> = {}) =>
    ledger.exchange(
      { member, settlements: [], throttled: [], asks: [], own: { requests: 0, executionMs: 0 }, ...words },
      0,
    );
  for (const member of ['a', 'b']) say(member, { untold: { isWhole: true, spent: [], inFlight: [] } });
  return say;
}

const ask = (...ids: string[]): Pick<LedgerMessage, 'asks'> => ({
  asks: ids.map((id) => ({ id, lane: 'batch', waitedMs: 0, estimatedMs: 1, surpriseMs: 0 })),
});

const settled = (id: string, executionMs?: number): Pick<LedgerMessage, 'settlements'> => ({
  settlements: [{ id, executionMs, operations: 1 }],
});

describe('BudgetLedger', () => {
  it('calls another process when a place is free again that it waits for', () => {
    const say = ledgerOfTwo();
    say('a', ask('1', '2'));
    say('b', ask('3'));
    expect(say('a', settled('1', 1)).calls).toBe('b');
  });

  it('calls nobody who would ask in vain', () => {
    const say = ledgerOfTwo();
    say('a', ask('1', '2'));
    say('a', { ...settled('1', 1), ...ask('3') });
    say('b', ask('4'));
    expect(say('a', settled('2', 1)).calls).toBeUndefined();
  });

  it('calls another process when the one before it has gone away', () => {
    const say = ledgerOfTwo();
    say('a', ask('1', '2'));
    say('a', settled('2', undefined));
    say('a', { asks: ask('3').asks.map((each) => ({ ...each, waitedMs: 9, estimatedMs: 1_200_000 })) });
    say('b', ask('4'));
    expect(say('a').calls).toBe('b');
  });
});
