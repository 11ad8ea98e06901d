import type { LedgerAnswer, LedgerView } from '../ledger/ledger-message.js';
import { type BudgetLimits, eachLane, lanesByRank } from '../limits.js';

/** The numbers of a reply, in their order. Of a message that came too late, only the first is told. */
export const replyNumbers = [
  'at',
  'wantsHistory',
  'isRecovering',
  'spentRequests',
  'spentMs',
  'inFlight',
  'setAsideMs',
  'heldBackRequests',
  'heldBackMs',
  'callScale',
  'operations',
] as const;
/** Behind them, for each lane: requests and milliseconds a second. */
const ratesBegin = replyNumbers.length;

/** What few answers have. */
type Seldom = Pick<LedgerAnswer, 'wait' | 'block' | 'calls'>;

/**
 * What the script replied, and the server's time in epoch milliseconds. The answer is undefined when the message came too late.
 *
 * @param reply numbers as doubles, what few answers have as JSON or nothing, and the asks that were granted
 */
export function readReply(
  [numbers, seldom, ...granted]: readonly Buffer[],
  limits: BudgetLimits,
): { at: number; answer: LedgerAnswer | undefined } {
  if (!numbers) throw new TypeError('The ledger replied with nothing.');
  const at = numbers.readDoubleBE(0);
  if (!seldom) return { at, answer: undefined };
  return {
    at,
    answer: {
      granted: granted.map((id) => id.toString()),
      ...(seldom.length > 0 && (JSON.parse(seldom.toString()) as Seldom)),
      wantsHistory: numberIn(numbers, 'wantsHistory') === 1,
      isRecovering: numberIn(numbers, 'isRecovering') === 1,
      view: viewIn(numbers, limits),
    },
  };
}

const numberIn = (numbers: Buffer, name: (typeof replyNumbers)[number]): number =>
  numbers.readDoubleBE(replyNumbers.indexOf(name) * 8);

const viewIn = (numbers: Buffer, limits: BudgetLimits): LedgerView => ({
  limits,
  spent: { requests: numberIn(numbers, 'spentRequests'), executionMs: numberIn(numbers, 'spentMs') },
  inFlight: numberIn(numbers, 'inFlight'),
  setAsideMs: numberIn(numbers, 'setAsideMs'),
  heldBack: {
    requests: numberIn(numbers, 'heldBackRequests'),
    executionMs: numberIn(numbers, 'heldBackMs'),
  },
  callScale: numberIn(numbers, 'callScale'),
  operations: numberIn(numbers, 'operations'),
  rates: eachLane((lane) => {
    const place = (ratesBegin + 2 * lanesByRank.indexOf(lane)) * 8;
    return { requests: numbers.readDoubleBE(place), executionMs: numbers.readDoubleBE(place + 8) };
  }),
});
