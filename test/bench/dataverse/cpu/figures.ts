import { type Spread, spreadOf } from '../../spread.js';
import { sizes } from './contender.js';
import { type ContenderName, contenderNames } from './contenders.js';
import type { CountedTurn } from './rounds.js';

/** What a contender came to. */
export interface CpuFigures {
  contender: ContenderName;
  rowsARequest: number;
  rowsPerCpuSecond: Spread;
  cpuMsPerThousandRows: Spread;
  rowsPerSecond: Spread;
  peakRssMiB: Spread;
  /** To the peer's batches with as many rows: each ratio is of two turns of the same round. */
  timesThePeer: Spread;
}

const peer: ContenderName = 'dynamics-web-api: $batch';

export const cpuFiguresOf = (turns: readonly CountedTurn[], rows: number): CpuFigures[] =>
  sizes.flatMap((rowsARequest) => {
    const alike = turns.filter((turn) => turn.rowsARequest === rowsARequest);
    const theirs = new Map(
      alike.flatMap((turn) => (turn.contender === peer ? [[turn.round, turn] as const] : [])),
    );
    return contenderNames.map((contender) => {
      const own = alike.filter((turn) => turn.contender === contender);
      return {
        contender,
        rowsARequest,
        rowsPerCpuSecond: spreadOf(own.map(({ cpuMs }) => (rows * 1_000) / cpuMs)),
        cpuMsPerThousandRows: spreadOf(own.map(({ cpuMs }) => (cpuMs * 1_000) / rows)),
        rowsPerSecond: spreadOf(own.map(({ wallMs }) => (rows * 1_000) / wallMs)),
        peakRssMiB: spreadOf(own.map(({ peakRssMiB }) => peakRssMiB)),
        timesThePeer: spreadOf(own.map(({ round, cpuMs }) => (theirs.get(round)?.cpuMs ?? NaN) / cpuMs)),
      };
    });
  });
