import type { LedgerAsk, LedgerMessage, Settlement, Untold } from '../ledger/ledger-message.js';
import { type Lane, lanesByRank } from '../limits.js';

/**
 * A message as the script reads it: what every message has, without names and one after the other; and behind it, by name, what few
 * have. A lane is told by its rank.
 */
export function messageText(message: LedgerMessage): string {
  const { member, own, settlements, asks } = message;
  const often = [
    member,
    own.requests,
    own.executionMs,
    settlements.flatMap(settlementInShort),
    asks.flatMap(askInShort),
  ];
  const seldom = seldomTold(message);
  return JSON.stringify(seldom ? [...often, seldom] : often);
}

const settlementInShort = ({ id, executionMs, operations }: Settlement) => [id, executionMs, operations];

const askInShort = ({ id, lane, waitedMs, estimatedMs, surpriseMs }: LedgerAsk) => [
  id,
  rankOf(lane),
  waitedMs,
  estimatedMs,
  surpriseMs,
];

function seldomTold({ throttled, recommendedConcurrency, untold, isAlone, isLeaving }: LedgerMessage) {
  if (!(throttled.length > 0 || recommendedConcurrency || untold || isAlone || isLeaving)) return undefined;
  return { throttled, recommendedConcurrency, untold: untold && untoldByRank(untold), isAlone, isLeaving };
}

const untoldByRank = ({ inFlight, ...untold }: Untold) => ({
  ...untold,
  inFlight: inFlight.map(({ lane, ...permit }) => ({ lane: rankOf(lane), ...permit })),
});

/** The first lane has the rank 1. */
const rankOf = (lane: Lane): number => lanesByRank.indexOf(lane) + 1;
