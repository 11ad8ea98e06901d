import { type Spread, spreadInWords } from '../spread.js';
import { tableOf } from '../table.js';
import type { BudgetFigures, CostFigures, LimitFigures } from './figures.js';
import { CALLS_A_SECOND, LIMIT, LOADED_WINDOWS } from './rounds.js';

export interface Findings extends BudgetFigures {
  versions: Readonly<Record<string, string>>;
  rounds: number;
  calls: number;
  warmUpCalls: number;
}

/** The whole, for people. */
export function inWords({ versions, rounds, calls, warmUpCalls, costs, limits }: Findings): string {
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    peers.join(', '),
    `${rounds} rounds of ${calls} acquisitions a process, one at a time, after ${warmUpCalls} that warm it up; every figure: median (min–max) of the rounds`,
    '',
    costsTable(costs.filter(({ pace }) => pace === 'at once')),
    '',
    waitsTable(costs.filter(({ pace }) => pace === 'as calls come')),
    '',
    limitsTable(limits),
    burstInWords,
  ].join('\n');
}

const costsTable = (costs: readonly CostFigures[]): string =>
  tableOf(
    'What an acquisition costs while nobody has to wait, one after the other at once, µs',
    [
      'contender, processes',
      'processor',
      'p50',
      'p99',
      'p99 above memory',
      'commands sent',
      'inside scripts',
    ],
    costs.map(({ contender, processes, cpuUs, p50Us, p99Us, p99AddedUs, sent, inside }) => [
      `${contender}, ${processes}`,
      spreadInWords(cpuUs),
      spreadInWords(p50Us),
      spreadInWords(p99Us),
      contender === 'causeway in memory' ? '' : addedInWords(p99AddedUs),
      spreadInWords(sent, 2),
      spreadInWords(inside, 1),
    ]),
  );

/** The machine is not full of it then: this is what a call waits. */
const waitsTable = (costs: readonly CostFigures[]): string =>
  tableOf(
    `What an acquisition waits at ${CALLS_A_SECOND} a second of all processes, a quarter as many, µs`,
    ['contender, processes', 'p50', 'p99', 'p99 above memory'],
    costs.map(({ contender, processes, p50Us, p99Us, p99AddedUs }) => [
      `${contender}, ${processes}`,
      spreadInWords(p50Us),
      spreadInWords(p99Us),
      contender === 'causeway in memory' ? '' : addedInWords(p99AddedUs),
    ]),
  );

/** What was less than in memory in some round is not more than in memory, whatever the median says. */
const addedInWords = (added: Spread): string => (added.min > 0 ? spreadInWords(added) : 'within noise');

/** Else a rate above the limit would look like a fault. */
const burstInWords = `The load begins in an empty window, so ${LOADED_WINDOWS} windows hold at most ${Math.ceil(LOADED_WINDOWS)} times the limit: ${Math.floor((LIMIT.limit * Math.ceil(LOADED_WINDOWS)) / LOADED_WINDOWS)} acquisitions/s. Whether one let too much through, its fullest window says.`;

const limitsTable = (limits: readonly LimitFigures[]): string =>
  tableOf(
    'Four processes that want more than their 100 in any second; one call, then load when a fixed window is nearly over',
    ['contender', 'acquisitions/s', 'fullest window, % of the limit', 'commands sent'],
    limits.map(({ contender, acquisitionsASecond, fullestWindow, sent }) => [
      contender,
      spreadInWords(acquisitionsASecond),
      spreadInWords(fullestWindow),
      spreadInWords(sent, 2),
    ]),
  );
