import { type Spread, spreadOf } from '../spread.js';
import type { ContenderName } from './contenders.js';
import type { CostTurn, LimitTurn, Pace } from './rounds.js';

/** What an acquisition costs a contender, in microseconds and in commands. */
export interface CostFigures {
  contender: ContenderName;
  processes: number;
  pace: Pace;
  cpuUs: Spread;
  p50Us: Spread;
  p99Us: Spread;
  /** More than as many processes had in memory, in the same round. */
  p99AddedUs: Spread;
  sent: Spread;
  inside: Spread;
}

/** How a contender keeps to a limit. */
export interface LimitFigures {
  contender: ContenderName;
  acquisitionsASecond: Spread;
  /** In per cent of the limit. */
  fullestWindow: Spread;
  sent: Spread;
}

export interface BudgetFigures {
  costs: CostFigures[];
  limits: LimitFigures[];
}

export function figuresOf(turns: readonly (CostTurn | LimitTurn)[]): BudgetFigures {
  const costs = turns.filter((turn) => turn.kind === 'cost');
  const limits = turns.filter((turn) => turn.kind === 'limit');
  const inMemory = (of: CostTurn) =>
    costs.find(
      ({ contender, processes, round, pace }) =>
        contender === 'causeway in memory' &&
        processes === of.processes &&
        round === of.round &&
        pace === of.pace,
    )?.p99Us ?? 0;
  return {
    costs: grouped(costs, ({ contender, processes, pace }) => [contender, processes, pace].join()).map(
      (all) => ({
        contender: all[0].contender,
        processes: all[0].processes,
        pace: all[0].pace,
        cpuUs: spreadOf(all.map(({ cpuUs }) => cpuUs)),
        p50Us: spreadOf(all.map(({ p50Us }) => p50Us)),
        p99Us: spreadOf(all.map(({ p99Us }) => p99Us)),
        p99AddedUs: spreadOf(all.map((turn) => turn.p99Us - inMemory(turn))),
        sent: spreadOf(all.map(({ commands }) => commands.sent)),
        inside: spreadOf(all.map(({ commands }) => commands.inside)),
      }),
    ),
    limits: grouped(limits, ({ contender }) => contender).map((all) => ({
      contender: all[0].contender,
      acquisitionsASecond: spreadOf(all.map((turn) => turn.acquisitionsASecond)),
      fullestWindow: spreadOf(all.map((turn) => turn.fullestWindow * 100)),
      sent: spreadOf(all.map(({ commands }) => commands.sent)),
    })),
  };
}

/** In the order in which each group first came. */
function grouped<Turn>(turns: readonly Turn[], kindOf: (turn: Turn) => string): [Turn, ...Turn[]][] {
  const groups = new Map<string, [Turn, ...Turn[]]>();
  for (const turn of turns) {
    const group = groups.get(kindOf(turn));
    if (group) group.push(turn);
    else groups.set(kindOf(turn), [turn]);
  }
  return [...groups.values()];
}
