import { describe, expect, it } from 'vitest';
import type { Lane } from '../limits.js';
import { BudgetLedger } from './budget-ledger.js';
import type { LedgerAsk, LedgerMessage } from './ledger-message.js';
import { type LedgerOptions, ledgerSettings } from './ledger-settings.js';

const windowMs = 300_000;

/** A ledger, and one way to say something to it as somebody. */
function setUp(options: LedgerOptions = {}) {
  const ledger = new BudgetLedger(ledgerSettings({ margin: 1, windowMs, ...options }), 0);
  let asks = 0;
  const say = (now: number, message: Partial<LedgerMessage> = {}, others = 0) =>
    ledger.exchange(
      {
        member: 'one',
        settlements: [],
        throttled: [],
        untold: { isWhole: true, spent: [], inFlight: [] },
        asks: [],
        own: { requests: 0, executionMs: 0 },
        ...message,
      },
      now,
      others,
    );
  const ask = (lane: Lane, { estimatedMs = 100, waitedMs = 0, surpriseMs = 0 } = {}): LedgerAsk => {
    asks += 1;
    return { id: `${lane} ${asks}`, lane, waitedMs, estimatedMs, surpriseMs };
  };
  const asksOf = (count: number, lane: Lane, how = {}) => Array.from({ length: count }, () => ask(lane, how));
  /** Asked for and at once settled, so that the window fills and nothing is in flight. */
  const spend = (now: number, count: number, executionMs: number, lane: Lane = 'batch') => {
    for (let n = 0; n < count; n += 1) {
      const { granted } = say(now, { asks: [ask(lane, { estimatedMs: executionMs })] });
      say(now, { settlements: granted.map((id) => ({ id, executionMs, operations: 1 })) });
    }
  };
  return { ledger, say, ask, asksOf, spend };
}

describe('BudgetLedger, lanes on one application user', () => {
  const reserves = { interactive: 0.02, event: 0.01 };

  it('leaves to the lanes above what is reserved for them, and no more', () => {
    const { ledger, say, spend, asksOf } = setUp({ limits: { requests: 1_000 }, reserves });
    for (let second = 0; second < 299; second += 1) spend(second * 1_000, 5, 1);
    expect(say(299_000, { asks: asksOf(1, 'batch') }).wait?.hindrance).toBe('requests');
    const granted = (lane: Lane) => {
      say(299_000, { asks: asksOf(40, lane) });
      const { spent, inFlight } = ledger.view(299_000);
      return spent.requests + inFlight;
    };
    expect(granted('event')).toBeLessThanOrEqual(980);
    expect(granted('interactive')).toBe(1_000);
  });

  it('leaves places to them, too', () => {
    const { say, asksOf } = setUp({ reserves });
    expect(say(0, { asks: asksOf(60, 'batch') }).granted).toHaveLength(52 - 5 - 5);
    expect(say(1, { asks: asksOf(60, 'interactive') }).granted).toHaveLength(10);
  });

  it('lets a lane that has nobody above it spend an idle window at once', () => {
    const { ledger, spend } = setUp({ limits: { requests: 1_000 } });
    spend(0, 1_000, 1);
    expect(ledger.view(1).spent.requests).toBe(1_000);
  });

  it('paces a lane while one above it was heard of within a window', () => {
    const { ledger, spend } = setUp({ limits: { requests: 1_000 } });
    spend(0, 1, 1, 'interactive');
    spend(1, 1_000, 1);
    expect(ledger.view(2).spent.requests).toBeLessThan(15);
    spend(windowMs + 10, 1_000, 1);
    expect(ledger.view(windowMs + 20).spent.requests).toBe(1_000);
  });

  it('paces a lane with a reserve above it although nobody is there: they come all at once, and the reserve is small', () => {
    const { ledger, spend } = setUp({ limits: { requests: 1_000 }, reserves });
    spend(0, 1_000, 1);
    expect(ledger.view(1).spent.requests).toBeLessThan(15);
  });

  it('paces by what the lanes above leave', () => {
    const spentBeside = (perSecond: number) => {
      const { ledger, spend } = setUp({ limits: { requests: 3_000 } });
      for (let second = 0; second < 200; second += 1) {
        spend(second * 1_000, perSecond, 1, 'interactive');
        spend(second * 1_000 + 500, 20, 1, 'batch');
      }
      return ledger.view(200_000).spent.requests - 200 * perSecond;
    };
    expect(spentBeside(1)).toBeGreaterThan(1_700);
    expect(spentBeside(5)).toBeLessThan(1_250);
    expect(spentBeside(5)).toBeGreaterThan(900);
  });

  it('lets a lane go by the limits of the first when it was passed over for too long', () => {
    const { say, spend, asksOf } = setUp({ limits: { requests: 100 }, reserves: { interactive: 0.5 } });
    spend(0, 50, 1);
    const waiting = () => asksOf(1, 'batch', { waitedMs: 1_000 });
    expect(say(1, { asks: waiting() }).granted).toEqual([]);
    const both = () => say(2, { asks: [...asksOf(1, 'interactive'), ...waiting()] }).granted.length;
    const served = Array.from({ length: 21 }, both);
    expect(served).toEqual([...Array<number>(19).fill(1), 2, 1]);
  });
});

describe('BudgetLedger, execution time', () => {
  it('counts whoever takes longer than was set aside with the time that it has taken', () => {
    const { ledger, say, ask } = setUp();
    say(0, { asks: [ask('batch', { estimatedMs: 1_000 })] });
    expect(ledger.view(900).setAsideMs).toBe(1_000);
    expect(ledger.view(7_000).setAsideMs).toBe(7_000);
  });

  it('leaves room for three surprises of the size seen in the last window, or for as many as are in flight', () => {
    const room = (now: number, surpriseMs: number, running: number) => {
      const { ledger, say, ask, asksOf, spend } = setUp({ margin: 0.99, limits: { executionMs: 1_000_000 } });
      const [id = ''] = say(0, { asks: [ask('batch', { estimatedMs: 0, surpriseMs })] }).granted;
      say(0, { settlements: [{ id, executionMs: 0, operations: 1 }] });
      say(now, { asks: asksOf(running, 'batch', { estimatedMs: 0 }) });
      spend(now, 200, 10_000);
      return ledger.view(now).spent.executionMs;
    };
    expect(room(1, 0, 9)).toBe(990_000);
    expect(room(1, 20_000, 0)).toBe(980_000);
    expect(room(1, 20_000, 1)).toBe(960_000);
    expect(room(1, 20_000, 9)).toBe(940_000);
    expect(room(windowMs + 1, 20_000, 9)).toBe(990_000);
  });

  it('takes a permit that outlasts the longest call for spent, with what calls lately surprised by', () => {
    const { ledger, say, ask } = setUp({ leaseMs: 30_000 });
    say(0, { asks: [ask('batch', { estimatedMs: 1_000, surpriseMs: 500 })] });
    say(30_000);
    expect(ledger.view(30_000)).toMatchObject({ inFlight: 0, spent: { requests: 1, executionMs: 1_500 } });
  });

  it('heeds a settlement once, and none of a permit that it took for lost', () => {
    const { ledger, say, ask } = setUp({ leaseMs: 30_000 });
    const [id = ''] = say(0, { asks: [ask('batch')] }).granted;
    const settlements = [{ id, executionMs: 70, operations: 3 }];
    say(10, { settlements: [...settlements, ...settlements] });
    say(20, { settlements });
    expect(ledger.view(20)).toMatchObject({ spent: { requests: 1, executionMs: 70 }, operations: 3 });
  });

  it('forgets what was given back as never sent', () => {
    const { ledger, say, ask } = setUp();
    const [id = ''] = say(0, { asks: [ask('batch')] }).granted;
    say(1, { settlements: [{ id, executionMs: undefined, operations: 0 }] });
    expect(ledger.view(1)).toMatchObject({ inFlight: 0, spent: { requests: 0 } });
  });
});

describe('BudgetLedger, after a 429', () => {
  const throttled = (facet: 'requests' | 'executionTime' | 'concurrency') => [{ facet, forMs: 1_000 }];

  it('holds every lane back for as long as was told', () => {
    const { say, asksOf } = setUp();
    say(0, { throttled: throttled('requests') });
    expect(say(999, { asks: asksOf(1, 'interactive') })).toMatchObject({
      granted: [],
      wait: { ms: 1, hindrance: 'block' },
      block: { forMs: 1, facet: 'requests' },
    });
    expect(say(1_000, { asks: asksOf(1, 'interactive') }).granted).toHaveLength(1);
  });

  it('for concurrency has a quarter fewer at a time, and then one more every ten seconds', () => {
    const { say, asksOf } = setUp();
    const { granted } = say(0, { asks: asksOf(40, 'batch') });
    say(1, { throttled: throttled('concurrency') });
    say(2, { settlements: granted.map((id) => ({ id, executionMs: 1, operations: 1 })) });
    expect(say(1_001, { asks: asksOf(40, 'batch') }).granted).toHaveLength(30);
    expect(say(20_001, { asks: asksOf(40, 'batch') }).granted).toHaveLength(2);
  });

  it('for execution time uses less of the limit and makes batches smaller, and recovers over two windows', () => {
    const { ledger, say, spend } = setUp({ limits: { executionMs: 100_000 } });
    say(0, { throttled: throttled('executionTime') });
    spend(1_000, 200, 1_000);
    expect(ledger.view(1_000).spent.executionMs).toBe(90_000);
    expect(ledger.view(1_000).callScale).toBeCloseTo(0.9, 2);
    expect(ledger.view(windowMs).callScale).toBeCloseTo(0.95);
    expect(ledger.view(2 * windowMs).callScale).toBe(1);
  });

  it('for requests needs no more than the wait', () => {
    const { ledger, say, asksOf } = setUp();
    say(0, { throttled: throttled('requests') });
    expect(say(1_000, { asks: asksOf(60, 'batch') }).granted).toHaveLength(52);
    expect(ledger.view(1_000).callScale).toBe(1);
  });
});

describe('BudgetLedger, places', () => {
  it('heeds the recommended concurrency for all but the interactive lane', () => {
    const { say, asksOf } = setUp();
    say(0, { recommendedConcurrency: 4 });
    expect(say(1, { asks: asksOf(10, 'batch') }).granted).toHaveLength(4);
    expect(say(2, { asks: asksOf(10, 'interactive') }).granted).toHaveLength(10);
  });

  it('counts the other application users of the environment where that has a limit', () => {
    const { say, asksOf } = setUp({ environmentConcurrency: 30 });
    const answer = say(0, { asks: asksOf(20, 'batch') }, 18);
    expect([answer.granted.length, answer.wait?.hindrance]).toEqual([12, 'environment']);
  });

  it('leaves one for each process that may be cut off', () => {
    const { say, asksOf } = setUp({ processes: 4 });
    for (const member of ['one', 'two', 'three', 'four']) say(0, { member });
    expect(say(1, { asks: asksOf(60, 'batch') }).granted).toHaveLength(48);
  });
});

describe('BudgetLedger, when little is left', () => {
  it('lets a surprise take a quarter of the limit from everybody, and no more', () => {
    const { say, ask, asksOf } = setUp();
    say(0, { asks: [ask('batch', { surpriseMs: 20_000_000 })] });
    expect(say(1, { asks: asksOf(3, 'interactive') }).granted).toHaveLength(3);
  });

  it('heeds no surprise of an ask that did not go', () => {
    const { ledger, say, ask } = setUp({ margin: 0.99 });
    say(0, {
      throttled: [{ facet: 'requests', forMs: 1_000 }],
      asks: [ask('batch', { surpriseMs: 20_000 })],
    });
    expect(ledger.report(2_000).room.executionMs).toBe(1_188_000);
  });

  it('has a place left after a 429 for concurrency while another process is dead', () => {
    const { say, asksOf } = setUp({ processes: 2 });
    say(0, { member: 'dead' });
    say(0, { member: 'one' });
    const { granted } = say(1, { asks: asksOf(4, 'batch') });
    say(2, { settlements: granted.map((id) => ({ id, executionMs: 1, operations: 1 })) });
    say(3, { throttled: [{ facet: 'concurrency', forMs: 1_000 }] });
    expect(say(20_000, { asks: asksOf(1, 'batch') }).granted).toHaveLength(1);
  });

  it('spends later what a request took longer than it was charged when it was taken for lost', () => {
    const { ledger, say, ask } = setUp({ leaseMs: 30_000 });
    const [id = ''] = say(0, { asks: [ask('batch', { estimatedMs: 1_000 })] }).granted;
    say(30_000);
    const settlements = [{ id, executionMs: 15_000, operations: 1 }];
    say(31_000, { settlements });
    say(31_001, { settlements });
    expect(ledger.view(31_001).spent).toEqual({ requests: 1, executionMs: 15_000 });
  });

  it('is refused when there are as many processes as places', () => {
    expect(() => setUp({ limits: { concurrency: 4 }, processes: 4 })).toThrow(RangeError);
  });
});

describe('BudgetLedger, its members', () => {
  const both = { processes: 2, limits: { requests: 1_000 }, graceMs: 3_000 };

  it('holds back the share of one that is not heard of, whatever it had spent: that is in the window already', () => {
    const { ledger, say, spend } = setUp(both);
    say(0, { member: 'two' });
    spend(0, 700, 1);
    expect(ledger.view(2_999).heldBack.requests).toBe(0);
    expect(ledger.view(3_000).heldBack.requests).toBe(500 + 500);
    say(3_000);
    expect(ledger.view(3_000)).toMatchObject({ heldBack: { requests: 500 }, spent: { requests: 700 } });
  });

  it('holds back at once for one that says it works on its own', () => {
    const { ledger, say } = setUp(both);
    say(0, { member: 'one' });
    say(0, { member: 'two', isAlone: true });
    expect(ledger.view(1).heldBack.requests).toBe(500);
  });

  it('forgets one that leaves, and one whose place a new process takes', () => {
    const { ledger, say } = setUp(both);
    say(0, { member: 'one' });
    say(0, { member: 'two' });
    say(1, { member: 'one', isLeaving: true });
    say(4_000, { member: 'three' });
    expect(ledger.view(4_000).heldBack.requests).toBe(500);
    say(4_000, { member: 'four' });
    expect(ledger.view(4_000).heldBack.requests).toBe(0);
  });

  it('wants to hear the whole of the last window from whoever it does not know', () => {
    const { ledger, say, asksOf } = setUp();
    expect(say(0, { untold: undefined, asks: asksOf(1, 'batch') })).toMatchObject({
      wantsHistory: true,
      granted: [],
    });
    const spent = [{ ageMs: 100_000, requests: 30, executionMs: 3_000 }];
    const inFlight = [{ id: 'x', lane: 'batch' as const, ageMs: 5_000, estimatedMs: 1_000 }];
    expect(say(0, { untold: { isWhole: false, spent, inFlight } }).wantsHistory).toBe(true);
    say(0, { untold: { isWhole: true, spent, inFlight } });
    expect(ledger.view(0)).toMatchObject({ spent: { requests: 30 }, inFlight: 1, setAsideMs: 5_000 });
    expect(ledger.view(200_000 + 250).spent.requests).toBe(0);
  });

  it('is recovering until all have spoken, or everything from before is forgotten', () => {
    const past = { isWhole: true, spent: [], inFlight: [], livedMs: 3_600_000, wasHeard: true };
    const spent = [{ ageMs: 1_000, requests: 3, executionMs: 300 }];
    const isRecovering = (member: string, now: number) =>
      say(now, { member, untold: { ...past, spent } }).isRecovering;
    const { say } = setUp({ ...both, leaseMs: 30_000 });
    expect(isRecovering('one', 0)).toBe(true);
    expect(isRecovering('one', windowMs)).toBe(true);
    expect(isRecovering('one', windowMs + 30_000)).toBe(false);
    const other = setUp({ ...both, leaseMs: 30_000 });
    other.say(0, { member: 'one', untold: { ...past, spent } });
    expect(other.say(1, { member: 'two', untold: past }).isRecovering).toBe(false);
    expect(other.say(2, { member: 'one' }).isRecovering).toBe(false);
  });

  it('knows that a ledger was lost before it when one that had done nothing has spoken with that', () => {
    const { say } = setUp({ ...both, leaseMs: 30_000 });
    const nothing = { isWhole: true, spent: [], inFlight: [] };
    say(0, { member: 'idle', untold: { ...nothing, livedMs: 3_600_000, wasHeard: true } });
    say(1, { member: 'new', untold: { ...nothing, livedMs: 0 } });
    expect(say(9_001, { member: 'idle' }).isRecovering).toBe(true);
  });

  it('that has heard of no past waits a few seconds for those who may have one', () => {
    const { say } = setUp(both);
    expect(say(0, { member: 'one' }).isRecovering).toBe(true);
    expect(say(8_999, { member: 'one' }).isRecovering).toBe(true);
    expect(say(9_000, { member: 'one' }).isRecovering).toBe(false);
  });

  it('does not take the word of a new process for what the one in whose place it stands did before the ledger was lost', () => {
    const isRecovering = (livedMs: number) => {
      const { say } = setUp({ ...both, leaseMs: 30_000 });
      const past = { isWhole: true, spent: [{ ageMs: 1_000, requests: 3, executionMs: 300 }], inFlight: [] };
      say(0, { member: 'one', untold: { ...past, livedMs: 3_600_000, wasHeard: true } });
      return say(1, { member: 'two', untold: { isWhole: true, spent: [], inFlight: [], livedMs } })
        .isRecovering;
    };
    expect(isRecovering(windowMs)).toBe(true);
    expect(isRecovering(windowMs + 30_001)).toBe(false);
  });
});
