import { describe, expect, it } from 'vitest';
import { BudgetLedger } from './budget-ledger.js';
import type { LedgerAsk, LedgerMessage } from './ledger-message.js';
import { ledgerSettings } from './ledger-settings.js';

const settings = ledgerSettings({ limits: { requests: 100, concurrency: 6 }, processes: 2, margin: 1 });

const messageOf = (member: string, message: Partial<LedgerMessage> = {}): LedgerMessage => ({
  member,
  settlements: [],
  throttled: [],
  asks: [],
  untold: { isWhole: true, spent: [], inFlight: [] },
  own: { requests: 0, executionMs: 0 },
  ...message,
});

const askOf = (id: string, waitedMs = 0): LedgerAsk => ({
  id,
  lane: 'event',
  waitedMs,
  estimatedMs: 500,
  surpriseMs: 0,
});

describe('the report of the ledger', () => {
  it('tells who shares it, when each was heard, and its own part', () => {
    const ledger = new BudgetLedger(settings, 0);
    ledger.exchange(messageOf('a', { own: { requests: 7, executionMs: 700 } }), 1_000);
    ledger.exchange(messageOf('b', { isAlone: true }), 2_000);
    expect(ledger.report(2_500).members).toEqual([
      { id: 'a', heardAgoMs: 1_500, own: { requests: 7, executionMs: 700 } },
      { id: 'b', heardAgoMs: undefined, own: { requests: 0, executionMs: 0 } },
    ]);
  });

  it('tells who waits in each lane and for how long, as long as they are heard of', () => {
    const ledger = new BudgetLedger(settings, 0);
    ledger.exchange(messageOf('a', { asks: ['1', '2', '3', '4', '5', '6'].map((id) => askOf(id)) }), 1_000);
    ledger.exchange(messageOf('b', { asks: [askOf('7', 300)] }), 1_100);
    expect(ledger.report(1_200).waiting.event).toEqual({ processes: 2, longestMs: 400 });
    expect(ledger.report(1_100 + settings.graceMs).waiting.event).toEqual({ processes: 0, longestMs: 0 });
  });

  it('tells of the room that is left by margin, held back parts and a 429, and for how long that holds', () => {
    const ledger = new BudgetLedger(settings, 0);
    ledger.exchange(messageOf('a'), 0);
    ledger.exchange(messageOf('b', { isAlone: true }), 0);
    ledger.exchange(messageOf('a', { throttled: [{ facet: 'requests', forMs: 5_000 }] }), 1_000);
    const report = ledger.report(2_000);
    expect(report.room).toEqual({ requests: 50, executionMs: 600_000, concurrency: 2 });
    expect(report.block).toEqual({ forMs: 4_000, facet: 'requests' });
  });

  it('tells of the window in pieces, however many slots it has', () => {
    const ledger = new BudgetLedger(settings, 0);
    const spent = Array.from({ length: 1_200 }, (_, slot) => ({
      ageMs: slot * settings.slotMs,
      requests: 1,
      executionMs: 2,
    }));
    ledger.exchange(messageOf('a', { untold: { isWhole: true, spent, inFlight: [] } }), settings.windowMs);
    const { past, view } = ledger.report(settings.windowMs);
    expect(past).toHaveLength(60);
    expect(past.reduce((sum, { requests }) => sum + requests, 0)).toBe(view.spent.requests);
    expect(past.map(({ ageMs }) => ageMs)).toEqual(past.map(({ ageMs }) => ageMs).sort((a, b) => b - a));
  });
});
