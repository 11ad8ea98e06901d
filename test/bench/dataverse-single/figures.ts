import { type Spread, spreadOf } from '../spread.js';
import { type ContenderName, contenderNames } from './contenders.js';
import type { CountedTurn } from './rounds.js';
import type { Turn } from './turn.js';

/** What a contender came to in one kind of turn. */
export interface ContenderFigures {
  rowsPerCpuSecond: Spread;
  rowsPerSecond: Spread;
  p50Ms: Spread;
  p99Ms: Spread;
}

/** How two contenders compare, pair by pair: each ratio is of two turns of the same round. */
export interface Ratio {
  of: ContenderName;
  to: ContenderName;
  rowsPerCpuSecond: Spread;
  rowsPerSecond: Spread;
}

/** All figures of one kind of turn. */
export interface KindFigures {
  operation: Turn['operation'];
  concurrency: number;
  contenders: Record<ContenderName, ContenderFigures>;
  ratios: Ratio[];
}

const PAIRS = [
  ['causeway', 'dynamics-web-api'],
  ['causeway', 'undici'],
  ['dynamics-web-api', 'undici'],
] as const;

/** The figures of each kind of turn, in the order in which they were taken. */
export function figuresOf(turns: readonly CountedTurn[], rows: number): KindFigures[] {
  const kinds = new Map(turns.map((turn) => [kindOf(turn), turn]));
  return [...kinds].map(([kind, { operation, concurrency }]) => {
    const by = (name: ContenderName) =>
      turns.filter((turn) => turn.contender === name && kindOf(turn) === kind);
    const contenders = Object.fromEntries(
      contenderNames.map((name) => [name, contenderFigures(by(name), rows)]),
    ) as Record<ContenderName, ContenderFigures>;
    const ratios = PAIRS.map(([of, to]) => ratioOf(of, to, by(of), by(to)));
    return { operation, concurrency, contenders, ratios };
  });
}

const kindOf = ({ operation, concurrency }: CountedTurn): string => `${operation} ${concurrency}`;

const contenderFigures = (turns: readonly CountedTurn[], rows: number): ContenderFigures => ({
  rowsPerCpuSecond: spreadOf(turns.map(({ cpuMs }) => (rows * 1_000) / cpuMs)),
  rowsPerSecond: spreadOf(turns.map(({ wallMs }) => (rows * 1_000) / wallMs)),
  p50Ms: spreadOf(turns.map(({ p50Ms }) => p50Ms)),
  p99Ms: spreadOf(turns.map(({ p99Ms }) => p99Ms)),
});

function ratioOf(
  of: ContenderName,
  to: ContenderName,
  ours: readonly CountedTurn[],
  theirs: readonly CountedTurn[],
): Ratio {
  // The rows are the same ones, so the ratio of rates is that of times, turned round.
  const perRound = (time: 'cpuMs' | 'wallMs') =>
    ours.flatMap((turn) => {
      const other = theirs.find(({ round }) => round === turn.round);
      return other ? [other[time] / turn[time]] : [];
    });
  return {
    of,
    to,
    rowsPerCpuSecond: spreadOf(perRound('cpuMs')),
    rowsPerSecond: spreadOf(perRound('wallMs')),
  };
}
