import { seededRandom } from '../../../stand-ins/control/src/seeded-random.js';
import { inTurns } from '../in-turns.js';
import { type Mode, MODES } from './troubles.js';
import { OFTEN_PASSED, SYNC_WAYPOINTS, type SyncWaypoint } from './waypoints.js';

/** A process is to die at the so-manieth passing of a waypoint. */
export interface Death {
  /** From 1; in a later one, if it is too late in this one. */
  fromRun: number;
  at: SyncWaypoint;
  passing: number;
}

/** What happens in a round, all of it chosen by the seed. */
export interface RoundPlan {
  number: number;
  seed: number;
  mode: Mode;
  nights: number;
  /** Customers of the first night. */
  rows: number;
  /** One after the other. */
  deaths: readonly Death[];
  /** Kills at instants of no meaning, in milliseconds from the beginning. */
  kills: readonly number[];
  /** When a third process joins the two, in milliseconds; undefined for never. */
  joinsAfterMs: number | undefined;
}

export interface PlanOptions {
  seed: number;
  rounds: number;
  rows: number;
  /** Those that the rounds have, one after the other. Default: all. */
  modes?: readonly Mode[] | undefined;
}

const LEAST_DEATHS = 5;
const MOST_DEATHS = 9;
const MOST_PASSINGS = 4;

/** The rounds of a campaign. Every waypoint has its turn before one has a second, so that a short campaign meets them all too. */
export function planRounds({ seed, rounds, rows, modes = MODES }: PlanOptions): RoundPlan[] {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const nextWaypoint = inTurns(SYNC_WAYPOINTS, random);
  const deaths = Math.min(MOST_DEATHS, Math.max(LEAST_DEATHS, Math.ceil(SYNC_WAYPOINTS.length / rounds)));
  return Array.from({ length: rounds }, (_, index) => {
    const nights = 3 - (index % 2);
    const death = (): Death => {
      const at = nextWaypoint();
      const passing = OFTEN_PASSED.some((often) => often === at) ? 1 + below(MOST_PASSINGS) : 1;
      return { at, passing, fromRun: 1 + below(runsOf(nights) - 1) };
    };
    const mode = modes[index % modes.length] as Mode;
    return {
      number: index + 1,
      seed: seed * 1_000 + index,
      mode,
      nights,
      rows,
      deaths: [...Array.from({ length: deaths }, death), ...(mode.isAlone ? [endOfFirstRun] : [])].sort(
        byTurn,
      ),
      kills: Array.from({ length: 1 + below(3) }, () => 300 + below(6_000)).sort((one, other) => one - other),
      joinsAfterMs: mode.isAlone ? undefined : below(3_000),
    };
  });
}

/** Where others would tell what came of the run. */
const endOfFirstRun: Death = { at: 'run.ended', passing: 1, fromRun: 1 };

/** One of the customers and one of the cases, each night. */
const runsOf = (nights: number): number => nights * 2;

/** As runs pass their waypoints. */
const byTurn = (one: Death, other: Death): number =>
  one.fromRun - other.fromRun || SYNC_WAYPOINTS.indexOf(one.at) - SYNC_WAYPOINTS.indexOf(other.at);
