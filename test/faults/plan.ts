import { seededRandom } from '../../stand-ins/control/src/seeded-random.js';
import { inTurns, shuffled } from './in-turns.js';
import { WAYPOINTS, type Waypoint } from './waypoints.js';

/** How a life of the intake ends: at the so-manieth passing of a waypoint, or so long after its start. */
export type Death =
  { kind: 'waypoint'; at: Waypoint; passing: number } | { kind: 'instant'; afterMs: number };

/** The stand-in for Dataverse is killed in this life of the intake, so long after its start, and comes back after `downMs`. */
export interface StandInDeath {
  life: number;
  afterMs: number;
  downMs: number | 'until the life has ended';
}

/** What happens in a round, all of it chosen by the seed. */
export interface RoundPlan {
  number: number;
  /** For the report. */
  mode: string;
  /** The share of replies that the stand-in drops after it has committed. */
  dropRate: number;
  /** How long an answer of the intake waits for the ticket number. */
  patienceMs: number;
  deaths: Death[];
  standInDeaths: StandInDeath[];
}

export interface PlanOptions {
  rounds: number;
  cases: number;
  seed: number;
  /** Where the intake is killed; every waypoint unless given. */
  waypoints?: readonly Waypoint[];
  /** It is killed there alone, and nothing else befalls a round. Default false. */
  nothingElse?: boolean;
}

const LEAST_WAYPOINTS_A_ROUND = 3;
/** Waypoints are passed in a busy moment too, when other cases are at every other point of the road. */
const MOST_PASSINGS = 25;
const DROP_RATE = 0.1;

interface Mode {
  drops: boolean;
  outage: boolean;
}
const KILLS_ONLY: Mode = { drops: false, outage: false };
const DROPPED_REPLIES: Mode = { drops: true, outage: false };
const OUTAGE: Mode = { drops: false, outage: true };
const ALL_AT_ONCE: Mode = { drops: true, outage: true };

/** The rounds of a campaign. Every waypoint has its turn before one has a second, so that a short campaign meets them all too. */
export function planRounds({
  rounds,
  cases,
  seed,
  waypoints = WAYPOINTS,
  nothingElse = false,
}: PlanOptions): RoundPlan[] {
  const random = seededRandom(seed);
  const nextWaypoint = inTurns(waypoints, random);
  const perRound = Math.max(
    Math.min(LEAST_WAYPOINTS_A_ROUND, waypoints.length),
    Math.ceil(waypoints.length / rounds),
  );
  return Array.from({ length: rounds }, (_, index) => {
    const modes = nothingElse ? [KILLS_ONLY] : modesOf(rounds);
    const mode = modes[index % modes.length] ?? ALL_AT_ONCE;
    const lives = perRound + (nothingElse ? 0 : 1 + below(2, random));
    const mostPassings = Math.max(1, Math.min(MOST_PASSINGS, Math.floor(cases / (lives + 1) / 2)));
    const atWaypoints = Array.from({ length: perRound }, () =>
      deathAt(nextWaypoint(), 1 + below(mostPassings, random)),
    );
    const atInstants = Array.from({ length: lives - perRound }, () => deathAfter(500 + below(4_000, random)));
    const deaths = shuffled([...atWaypoints, ...atInstants], random);
    return {
      number: index + 1,
      mode: nameOf(mode),
      dropRate: mode.drops ? DROP_RATE : 0,
      patienceMs: index % 2 === 0 ? 400 : 0,
      deaths,
      standInDeaths: [...neededFor(deaths), ...(nothingElse ? [] : standInDeaths(mode, lives, random))],
    };
  });
}

const modesOf = (rounds: number): Mode[] =>
  rounds >= 3
    ? [KILLS_ONLY, DROPPED_REPLIES, OUTAGE]
    : rounds === 2
      ? [KILLS_ONLY, ALL_AT_ONCE]
      : [ALL_AT_ONCE];

const nameOf = ({ drops, outage }: Mode): string =>
  ['kills', drops && 'dropped replies', outage && 'outage'].filter(Boolean).join(' + ');

/** A contact is created once a person, and few deliveries fail, so these are not passed as often as there are cases. */
const SELDOM_PASSED: readonly Waypoint[] = ['case.contact-created', 'delivery.before-retry'];

const deathAt = (at: Waypoint, passing: number): Death => ({
  kind: 'waypoint',
  at,
  passing: SELDOM_PASSED.includes(at) ? 1 : passing,
});

/** A delivery is tried again only when it failed, so a life that is to die there has no Dataverse. */
const neededFor = (deaths: readonly Death[]): StandInDeath[] =>
  deaths.flatMap((death, life) =>
    death.kind === 'waypoint' && death.at === 'delivery.before-retry'
      ? [{ life, afterMs: 0, downMs: 'until the life has ended' as const }]
      : [],
  );

const deathAfter = (afterMs: number): Death => ({ kind: 'instant', afterMs });

/** One death from which the stand-in comes back at once; in an outage, another from which it comes back seconds later. */
function standInDeaths({ outage }: Mode, lives: number, random: () => number): StandInDeath[] {
  const at = () => ({ life: below(lives, random), afterMs: 500 + below(3_000, random) });
  const brief = { ...at(), downMs: 0 };
  return outage ? [brief, { ...at(), downMs: 3_000 + below(4_000, random) }] : [brief];
}

const below = (limit: number, random: () => number): number => Math.floor(random() * limit);
