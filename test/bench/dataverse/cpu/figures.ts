import { type Spread, spreadOf } from '../../spread.js';
import type { RowsARequest } from './contender.js';
import type { ContenderName } from './contenders.js';
import { type CountedTurn, turnsOfARound } from './rounds.js';

/** What a contender came to. */
export interface CpuFigures {
  contender: ContenderName;
  rowsARequest: RowsARequest;
  rowsPerCpuSecond: Spread;
  cpuMsPerThousandRows: Spread;
  rowsPerSecond: Spread;
  peakRssMiB: Spread;
  /**
   * To the peer's batches with as many rows, and of a size of its own to those that cost the peer least: each ratio is of two turns of the
   * same round.
   */
  timesThePeer: Spread;
}

const peer: ContenderName = 'dynamics-web-api: $batch';

export const cpuFiguresOf = (turns: readonly CountedTurn[], rows: number): CpuFigures[] =>
  turnsOfARound.map(({ contender, rowsARequest }) => {
    const own = turns.filter((turn) => turn.contender === contender && turn.rowsARequest === rowsARequest);
    return {
      contender,
      rowsARequest,
      rowsPerCpuSecond: spreadOf(own.map(({ cpuMs }) => (rows * 1_000) / cpuMs)),
      cpuMsPerThousandRows: spreadOf(own.map(({ cpuMs }) => (cpuMs * 1_000) / rows)),
      rowsPerSecond: spreadOf(own.map(({ wallMs }) => (rows * 1_000) / wallMs)),
      peakRssMiB: spreadOf(own.map(({ peakRssMiB }) => peakRssMiB)),
      timesThePeer: spreadOf(own.map((turn) => peersCpuMs(turns, turn) / turn.cpuMs)),
    };
  });

function peersCpuMs(turns: readonly CountedTurn[], { round, rowsARequest }: CountedTurn): number {
  const theirs = turns.filter(
    (turn) =>
      turn.contender === peer &&
      turn.round === round &&
      (rowsARequest === 'its own' || turn.rowsARequest === rowsARequest),
  );
  return Math.min(...theirs.map(({ cpuMs }) => cpuMs));
}
